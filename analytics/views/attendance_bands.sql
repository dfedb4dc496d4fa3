-- How many students attended less than 80 %, up to 90 %, up to 95 %, and more.
-- es: Tramos de asistencia
-- grain: school, school year, grade and band
-- owner: orientacion
-- authority: bands of 80, 90 and 95 per cent
-- people: students

SELECT
  school_id,
  school_name,
  school_year,
  grade,
  attendance_band,
  count(*) AS students
FROM marts.chronic_absence
WHERE is_counted
GROUP BY school_id, school_name, school_year, grade, attendance_band
