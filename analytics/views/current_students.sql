-- Who is at school today, where and in which grade and home group.
-- es: Alumnado actual
-- grain: student
-- owner: secretaria
-- stored: whole

WITH present AS (
  SELECT y.*, max(y.school_year) OVER (PARTITION BY y.student_id) AS last_year
  FROM marts.student_years y
  WHERE y.is_current
)
SELECT student_id, student_name, school_id, school_name, school_year, grade, class_id, class_title, entry_date, is_repeating
FROM present
WHERE school_year = last_year
