-- The students of each class today, with their attendance, their mean score in it and their risk.
-- es: Alumnado de una clase
-- grain: class and student
-- owner: orientacion
-- stored: whole

WITH achieved AS (
  SELECT student_id, class_id,
    CAST(sum(mean_score) AS double) / CAST(count(*) AS double) AS mean_score
  FROM marts.student_grades
  GROUP BY student_id, class_id
)
SELECT
  m.school_id,
  m.class_id,
  c.title AS class_title,
  m.student_id,
  y.student_name,
  w.school_year,
  w.grade,
  w.enrolled_days,
  w.absent_days,
  w.attendance_rate,
  w.is_chronic,
  w.incidents,
  g.mean_score,
  w.risk
FROM marts.class_members m
JOIN curated.classes c ON c.class_id = m.class_id
LEFT JOIN marts.current_students y ON y.student_id = m.student_id
LEFT JOIN marts.early_warning w ON w.student_id = m.student_id AND w.school_year = y.school_year
LEFT JOIN achieved g ON g.student_id = m.student_id AND g.class_id = m.class_id
