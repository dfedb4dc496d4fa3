-- Attendance of each class on each day: of a home group the days of its students, of any other class its meetings.
-- es: Asistencia por clase y día
-- grain: class and day
-- owner: orientacion
-- people: expected
-- stored: whole

WITH marks AS (
  SELECT class_id, student_id, attendance_date, period,
    bool_or(status = 'absent') AS is_absent,
    bool_or(status = 'late') AS is_late
  FROM curated.attendance
  WHERE class_id IS NOT NULL
  GROUP BY class_id, student_id, attendance_date, period
), meetings AS (
  SELECT class_id, attendance_date AS school_day,
    count(*) AS expected,
    CAST(count(CASE WHEN is_absent THEN 1 END) AS decimal(18, 4)) AS absent,
    count(CASE WHEN is_late THEN 1 END) AS late
  FROM marks
  GROUP BY class_id, attendance_date
), home AS (
  SELECT h.class_id, d.school_day,
    count(*) AS expected,
    CAST(sum(d.absent_days) AS decimal(18, 4)) AS absent,
    count(CASE WHEN d.is_late THEN 1 END) AS late
  FROM marts.student_days d
  JOIN marts.home_groups h
    ON h.student_id = d.student_id AND h.school_id = d.school_id
    AND d.school_day >= h.begin_date AND d.school_day < h.end_date
  GROUP BY h.class_id, d.school_day
), together AS (
  SELECT * FROM home
  UNION ALL
  SELECT m.*
  FROM meetings m
  JOIN curated.classes c ON c.class_id = m.class_id
  WHERE coalesce(c.class_type, 'scheduled') <> 'homeroom'
)
SELECT
  c.school_id,
  o.name AS school_name,
  d.school_year,
  d.term_id,
  d.term_name,
  e.class_id,
  c.title AS class_title,
  coalesce(c.class_type, 'scheduled') AS class_type,
  e.school_day,
  d.weekday,
  d.month,
  e.expected,
  e.absent,
  e.late,
  1 - CAST(e.absent AS double) / CAST(e.expected AS double) AS attendance_rate
FROM together e
JOIN curated.classes c ON c.class_id = e.class_id
JOIN marts.school_days d ON d.school_id = c.school_id AND d.school_day = e.school_day
LEFT JOIN curated.orgs o ON o.org_id = c.school_id
