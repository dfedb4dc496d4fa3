-- What share of the students is chronically absent. Who was enrolled for too few days is not counted.
-- es: Absentismo crónico por nivel
-- grain: school, school year and grade
-- owner: orientacion
-- authority: EDFacts FS195
-- people: students

SELECT
  school_id,
  school_name,
  school_year,
  grade,
  count(*) AS students,
  count(CASE WHEN is_chronic THEN 1 END) AS chronic_students,
  CAST(count(CASE WHEN is_chronic THEN 1 END) AS double) / CAST(count(*) AS double) AS chronic_share
FROM marts.chronic_absence
WHERE is_counted
GROUP BY school_id, school_name, school_year, grade
