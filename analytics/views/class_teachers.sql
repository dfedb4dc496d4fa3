-- Who looks after which class today.
-- es: Profesorado de las clases
-- grain: class and teacher
-- owner: jefatura
-- stored: whole

SELECT
  c.school_id,
  t.class_id,
  t.teacher_id,
  bool_or(coalesce(t.is_primary, FALSE)) AS is_primary
FROM curated.teaching_assignments t
JOIN curated.classes c ON c.class_id = t.class_id
JOIN marts.as_of_dates a ON a.school_id = c.school_id
WHERE coalesce(t.begin_date, DATE '1900-01-01') <= a.as_of_date
  AND coalesce(t.end_date, DATE '9999-12-31') > a.as_of_date
GROUP BY c.school_id, t.class_id, t.teacher_id
