-- For what share of the students a guardian can be reached, and used the platform in the last 7 and 30 days.
-- es: Participación de las familias
-- grain: school, grade and home group
-- owner: orientacion
-- people: students

SELECT
  school_id,
  school_name,
  school_year,
  grade,
  class_id,
  class_title,
  count(*) AS students,
  count(CASE WHEN is_contactable THEN 1 END) AS contactable_students,
  count(CASE WHEN is_active_7_days THEN 1 END) AS active_7_days_students,
  count(CASE WHEN is_active_30_days THEN 1 END) AS active_30_days_students,
  CAST(count(CASE WHEN is_contactable THEN 1 END) AS double) / CAST(count(*) AS double) AS contactable_share,
  CAST(count(CASE WHEN is_active_7_days THEN 1 END) AS double) / CAST(count(*) AS double) AS active_7_days_share,
  CAST(count(CASE WHEN is_active_30_days THEN 1 END) AS double) / CAST(count(*) AS double) AS active_30_days_share
FROM marts.student_guardians
GROUP BY school_id, school_name, school_year, grade, class_id, class_title
