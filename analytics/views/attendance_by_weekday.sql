-- Attendance on each day of the week.
-- es: Asistencia por día de la semana
-- grain: school, term, grade and weekday
-- owner: orientacion

SELECT
  school_id,
  school_name,
  school_year,
  term_id,
  term_name,
  grade,
  weekday,
  CAST(sum(enrolled_days) AS bigint) AS enrolled_days,
  CAST(sum(absent_days) AS decimal(18, 4)) AS absent_days,
  CAST(sum(excused_days) AS decimal(18, 4)) AS excused_days,
  CAST(sum(late_days) AS bigint) AS late_days,
  CAST(sum(recorded_days) AS bigint) AS recorded_days,
  1 - CAST(sum(absent_days) AS double) / CAST(sum(enrolled_days) AS double) AS attendance_rate
FROM marts.attendance_by_day
GROUP BY school_id, school_name, school_year, term_id, term_name, grade, weekday
