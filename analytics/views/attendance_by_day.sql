-- How many students were expected on each day, and how much of it was missed.
-- es: Asistencia por día
-- grain: school, grade and day
-- owner: orientacion
-- people: enrolled_days
-- stored: whole

SELECT
  d.school_id,
  o.name AS school_name,
  d.school_year,
  d.term_id,
  t.term_name,
  d.grade,
  d.school_day,
  d.weekday,
  d.month,
  count(*) AS enrolled_days,
  CAST(sum(d.absent_days) AS decimal(18, 4)) AS absent_days,
  CAST(sum(d.excused_days) AS decimal(18, 4)) AS excused_days,
  count(CASE WHEN d.is_late THEN 1 END) AS late_days,
  count(CASE WHEN d.is_recorded THEN 1 END) AS recorded_days,
  1 - CAST(sum(d.absent_days) AS double) / CAST(count(*) AS double) AS attendance_rate
FROM marts.student_days d
LEFT JOIN marts.school_days t ON t.school_id = d.school_id AND t.school_day = d.school_day
LEFT JOIN curated.orgs o ON o.org_id = d.school_id
GROUP BY d.school_id, o.name, d.school_year, d.term_id, t.term_name, d.grade, d.school_day, d.weekday, d.month
