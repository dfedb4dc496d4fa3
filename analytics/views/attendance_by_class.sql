-- Attendance of each class in each term.
-- es: Asistencia por clase
-- grain: class and term
-- owner: orientacion

SELECT
  school_id,
  school_name,
  school_year,
  term_id,
  term_name,
  class_id,
  class_title,
  class_type,
  CAST(sum(expected) AS bigint) AS expected,
  CAST(sum(absent) AS decimal(18, 4)) AS absent,
  CAST(sum(late) AS bigint) AS late,
  1 - CAST(sum(absent) AS double) / CAST(sum(expected) AS double) AS attendance_rate
FROM marts.attendance_by_class_day
GROUP BY school_id, school_name, school_year, term_id, term_name, class_id, class_title, class_type
