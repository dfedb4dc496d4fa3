-- Where each student was last in each school year: school, grade and home group, and whether they are still there.
-- es: Alumnado por curso escolar
-- grain: student and school year
-- owner: secretaria
-- stored: whole

WITH years AS (
  SELECT school_id, school_year, min(school_date) AS first_date, max(school_date) AS last_date
  FROM marts.school_dates
  GROUP BY school_id, school_year
), ranked AS (
  SELECT
    e.*,
    y.school_year AS year,
    CASE WHEN e.exit_date <= y.last_date THEN e.exit_date ELSE date_add('day', 1, y.last_date) END AS until,
    count(*) OVER (PARTITION BY e.student_id, y.school_year) AS stays,
    row_number() OVER (
      PARTITION BY e.student_id, y.school_year ORDER BY e.entry_date DESC, e.school_enrollment_id DESC
    ) AS place
  FROM marts.stays e
  JOIN years y
    ON y.school_id = e.school_id AND e.entry_date <= y.last_date
    AND coalesce(e.exit_date, DATE '9999-12-31') > y.first_date
  WHERE e.school_year IS NULL OR e.school_year = y.school_year
), grouped AS (
  SELECT r.*, h.class_id, h.class_title,
    row_number() OVER (
      PARTITION BY r.student_id, r.year ORDER BY h.begin_date DESC NULLS LAST, h.class_id DESC
    ) AS group_place
  FROM ranked r
  LEFT JOIN marts.home_groups h
    ON h.student_id = r.student_id AND h.school_id = r.school_id
    AND h.begin_date < r.until AND h.end_date > r.entry_date
  WHERE r.place = 1
)
SELECT
  g.student_id,
  s.given_name || ' ' || s.family_name AS student_name,
  g.year AS school_year,
  g.school_id,
  a.school_name,
  g.grade,
  g.class_id,
  g.class_title,
  g.entry_date,
  g.exit_date,
  g.exit_reason,
  g.is_repeating,
  g.stays,
  g.entry_date <= a.as_of_date AND a.as_of_date < g.until AS is_current
FROM grouped g
LEFT JOIN curated.students s ON s.student_id = g.student_id
LEFT JOIN marts.as_of_dates a ON a.school_id = g.school_id
WHERE g.group_place = 1
