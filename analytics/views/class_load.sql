-- How full each class of the present school year is, and who answers for it.
-- es: Ocupación de las clases
-- grain: class
-- owner: jefatura
-- stored: whole

WITH present AS (
  SELECT d.school_id, d.school_year
  FROM marts.school_dates d
  JOIN marts.as_of_dates a ON a.school_id = d.school_id AND d.school_date = a.as_of_date
), held AS (
  SELECT c.class_id, max(s.school_year) AS school_year
  FROM curated.classes c
  CROSS JOIN UNNEST(c.academic_session_ids) AS t (academic_session_id)
  JOIN marts.sessions s ON s.academic_session_id = t.academic_session_id
  GROUP BY c.class_id
), counted AS (
  SELECT class_id, count(*) AS students FROM marts.class_members GROUP BY class_id
), primaries AS (
  SELECT class_id, min(teacher_id) AS teacher_id FROM marts.class_teachers WHERE is_primary GROUP BY class_id
)
SELECT
  c.school_id,
  o.name AS school_name,
  coalesce(h.school_year, p.school_year) AS school_year,
  element_at(c.grades, 1) AS grade,
  c.class_id,
  c.title AS class_title,
  coalesce(c.class_type, 'scheduled') AS class_type,
  coalesce(element_at(c.subjects, 1), k.title) AS subject,
  r.teacher_id,
  t.given_name || ' ' || t.family_name AS teacher_name,
  coalesce(n.students, 0) AS students,
  c.capacity,
  CAST(coalesce(n.students, 0) AS double) / nullif(CAST(c.capacity AS double), 0) AS fill_rate
FROM curated.classes c
LEFT JOIN curated.orgs o ON o.org_id = c.school_id
LEFT JOIN curated.courses k ON k.course_id = c.course_id
LEFT JOIN held h ON h.class_id = c.class_id
LEFT JOIN present p ON p.school_id = c.school_id
LEFT JOIN counted n ON n.class_id = c.class_id
LEFT JOIN primaries r ON r.class_id = c.class_id
LEFT JOIN curated.teachers t ON t.teacher_id = r.teacher_id
-- Classes of other years are left out, where class and day are known to have one.
WHERE h.school_year IS NULL OR p.school_year IS NULL OR h.school_year = p.school_year
