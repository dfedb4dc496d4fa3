-- Who attends which class today.
-- es: Alumnado de las clases
-- grain: class and student
-- owner: jefatura
-- stored: whole

SELECT DISTINCT
  c.school_id,
  e.class_id,
  e.student_id
FROM curated.enrollments e
JOIN curated.classes c ON c.class_id = e.class_id
JOIN marts.as_of_dates a ON a.school_id = c.school_id
WHERE coalesce(e.begin_date, DATE '1900-01-01') <= a.as_of_date
  AND coalesce(e.end_date, DATE '9999-12-31') > a.as_of_date
