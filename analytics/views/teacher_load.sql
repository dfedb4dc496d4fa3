-- How many classes, weekly slots and different students each teacher has today.
-- es: Carga docente
-- grain: school and teacher
-- owner: jefatura
-- stored: whole

WITH taught AS (
  SELECT t.*, coalesce(cardinality(c.periods), 0) AS periods
  FROM marts.class_teachers t
  JOIN curated.classes c ON c.class_id = t.class_id
), classes AS (
  SELECT school_id, teacher_id,
    count(*) AS classes,
    count(CASE WHEN is_primary THEN 1 END) AS primary_classes,
    CAST(sum(periods) AS bigint) AS weekly_periods
  FROM taught
  GROUP BY school_id, teacher_id
), students AS (
  SELECT t.school_id, t.teacher_id,
    count(DISTINCT m.student_id) AS students,
    count(DISTINCT CASE WHEN t.is_primary THEN m.student_id END) AS primary_students
  FROM taught t
  JOIN marts.class_members m ON m.class_id = t.class_id
  GROUP BY t.school_id, t.teacher_id
)
SELECT
  c.school_id,
  o.name AS school_name,
  c.teacher_id,
  t.given_name || ' ' || t.family_name AS teacher_name,
  t.specialty,
  t.full_time_equivalent,
  c.classes,
  c.primary_classes,
  c.weekly_periods,
  coalesce(s.students, 0) AS students,
  coalesce(s.primary_students, 0) AS primary_students,
  CAST(coalesce(s.students, 0) AS double) / nullif(CAST(t.full_time_equivalent AS double), 0) AS students_per_full_time
FROM classes c
LEFT JOIN students s ON s.school_id = c.school_id AND s.teacher_id = c.teacher_id
LEFT JOIN curated.teachers t ON t.teacher_id = c.teacher_id
LEFT JOIN curated.orgs o ON o.org_id = c.school_id
