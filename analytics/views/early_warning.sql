-- Who may fail: attendance, behaviour and course grades of each student, red or yellow where they fall below the
-- thresholds. An indicator without data is empty.
-- es: Alerta temprana
-- grain: student and school year
-- owner: orientacion
-- authority: Balfanz, ERIC ED526421; thresholds of the Ed-Fi Analytics Middle Tier; those of behaviour are our own
-- stored: whole

WITH behaviour AS (
  SELECT student_id, school_year,
    count(*) AS incidents,
    count(CASE WHEN severity = 'serious' THEN 1 END) AS serious_incidents,
    count(CASE WHEN severity = 'very_serious' THEN 1 END) AS very_serious_incidents
  FROM marts.student_incidents
  GROUP BY student_id, school_year
), courses AS (
  SELECT g.student_id, g.school_year, g.class_id,
    CAST(sum(g.mean_score) AS double) / CAST(count(*) AS double) AS class_score
  FROM marts.student_grades g
  GROUP BY g.student_id, g.school_year, g.class_id
), achieved AS (
  SELECT c.student_id, c.school_year,
    count(*) AS graded_classes,
    count(CASE WHEN c.class_score < s.grade_red_score THEN 1 END) AS failed_classes,
    CAST(sum(CAST(round(c.class_score, 4) AS decimal(9, 4))) AS decimal(18, 4)) AS score_sum
  FROM courses c
  CROSS JOIN marts.settings s
  GROUP BY c.student_id, c.school_year
), gathered AS (
  SELECT
    y.student_id,
    y.student_name,
    y.school_year,
    y.school_id,
    y.school_name,
    y.grade,
    y.class_id,
    y.class_title,
    y.is_current,
    a.enrolled_days,
    a.absent_days,
    a.attendance_rate,
    coalesce(a.is_chronic, FALSE) AS is_chronic,
    coalesce(b.incidents, 0) AS incidents,
    coalesce(b.serious_incidents, 0) AS serious_incidents,
    coalesce(b.very_serious_incidents, 0) AS very_serious_incidents,
    coalesce(g.graded_classes, 0) AS graded_classes,
    coalesce(g.failed_classes, 0) AS failed_classes,
    CAST(g.score_sum AS double) / CAST(g.graded_classes AS double) AS mean_score,
    CASE WHEN a.is_counted THEN
      CASE WHEN 100 * (a.enrolled_days - a.absent_days) < s.attendance_red_percent * a.enrolled_days THEN 'red'
        WHEN 100 * (a.enrolled_days - a.absent_days) < s.attendance_yellow_percent * a.enrolled_days THEN 'yellow'
        ELSE 'green' END END AS attendance_flag,
    CASE WHEN b.very_serious_incidents > 0 OR b.incidents >= s.behaviour_red_incidents THEN 'red'
      WHEN b.serious_incidents > 0 OR b.incidents >= s.behaviour_yellow_incidents THEN 'yellow'
      ELSE 'green' END AS behaviour_flag,
    CASE WHEN g.score_sum < s.grade_red_score * g.graded_classes THEN 'red'
      WHEN g.score_sum < s.grade_yellow_score * g.graded_classes THEN 'yellow'
      WHEN g.graded_classes > 0 THEN 'green' END AS grades_flag
  FROM marts.student_years y
  LEFT JOIN marts.chronic_absence a ON a.student_id = y.student_id AND a.school_year = y.school_year
  LEFT JOIN behaviour b ON b.student_id = y.student_id AND b.school_year = y.school_year
  LEFT JOIN achieved g ON g.student_id = y.student_id AND g.school_year = y.school_year
  CROSS JOIN marts.settings s
), counted AS (
  SELECT g.*,
    CASE WHEN attendance_flag = 'red' THEN 1 ELSE 0 END + CASE WHEN behaviour_flag = 'red' THEN 1 ELSE 0 END
      + CASE WHEN grades_flag = 'red' THEN 1 ELSE 0 END AS reds,
    CASE WHEN attendance_flag = 'yellow' THEN 1 ELSE 0 END + CASE WHEN behaviour_flag = 'yellow' THEN 1 ELSE 0 END
      + CASE WHEN grades_flag = 'yellow' THEN 1 ELSE 0 END AS yellows
  FROM gathered g
)
SELECT
  student_id,
  student_name,
  school_year,
  school_id,
  school_name,
  grade,
  class_id,
  class_title,
  is_current,
  enrolled_days,
  absent_days,
  attendance_rate,
  is_chronic,
  incidents,
  serious_incidents,
  very_serious_incidents,
  graded_classes,
  failed_classes,
  mean_score,
  attendance_flag,
  behaviour_flag,
  grades_flag,
  CAST(reds AS bigint) AS red_flags,
  CAST(yellows AS bigint) AS yellow_flags,
  CASE WHEN reds > 0 THEN 'red' WHEN yellows > 0 THEN 'yellow' ELSE 'green' END AS risk
FROM counted
