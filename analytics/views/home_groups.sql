-- Which home group a student was in, and when. A later group ends the one before.
-- es: Tutorías del alumnado
-- grain: student and home group
-- owner: secretaria
-- stored: whole

WITH members AS (
  SELECT
    e.enrollment_id,
    e.student_id,
    e.class_id,
    c.title AS class_title,
    c.school_id,
    coalesce(e.begin_date, DATE '1900-01-01') AS begin_date,
    coalesce(e.end_date, DATE '9999-12-31') AS end_date
  FROM curated.enrollments e
  JOIN curated.classes c ON c.class_id = e.class_id
  WHERE c.class_type = 'homeroom'
), followed AS (
  SELECT m.*,
    lead(m.begin_date) OVER (
      PARTITION BY m.student_id ORDER BY m.begin_date, m.end_date, m.enrollment_id
    ) AS next_begin_date
  FROM members m
  WHERE m.begin_date < m.end_date
)
SELECT
  student_id,
  class_id,
  class_title,
  school_id,
  begin_date,
  CASE WHEN next_begin_date < end_date THEN next_begin_date ELSE end_date END AS end_date
FROM followed
WHERE next_begin_date IS NULL OR begin_date < next_begin_date
