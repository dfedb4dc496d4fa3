-- How long each student belonged to which school. The stays of a student do not overlap: a later one ends the one
-- before, so that whoever was never signed off is counted once, at the school that they went to.
-- es: Estancias
-- grain: school enrollment
-- owner: secretaria
-- stored: whole

WITH ranked AS (
  SELECT e.*,
    max(CASE WHEN coalesce(e.is_primary, TRUE) THEN 1 ELSE 0 END) OVER (PARTITION BY e.student_id) AS has_primary
  FROM curated.school_enrollments e
), bounded AS (
  SELECT
    e.school_enrollment_id,
    e.student_id,
    e.school_id,
    e.grade,
    s.school_year,
    -- Inside its school year, where it has one: the rows of a student who stays on may keep their first entry.
    CASE WHEN s.start_date > coalesce(e.entry_date, DATE '1900-01-01') THEN s.start_date
      ELSE coalesce(e.entry_date, DATE '1900-01-01') END AS entry_date,
    CASE WHEN date_add('day', 1, s.end_date) < coalesce(e.exit_date, DATE '9999-12-31') THEN date_add('day', 1, s.end_date)
      ELSE coalesce(e.exit_date, DATE '9999-12-31') END AS exit_date,
    e.entry_reason,
    e.exit_reason,
    coalesce(e.is_repeating, FALSE) AS is_repeating
  FROM ranked e
  LEFT JOIN marts.sessions s ON s.academic_session_id = e.academic_session_id
  -- A second school beside the main one is no place where days are counted.
  WHERE coalesce(e.is_primary, TRUE) OR e.has_primary = 0
), followed AS (
  SELECT b.*,
    lead(b.entry_date) OVER (
      PARTITION BY b.student_id ORDER BY b.entry_date, b.exit_date, b.school_enrollment_id
    ) AS next_entry_date
  FROM bounded b
  WHERE b.entry_date < b.exit_date
)
SELECT
  school_enrollment_id,
  student_id,
  school_id,
  grade,
  school_year,
  entry_date,
  CASE WHEN next_entry_date < exit_date THEN next_entry_date
    WHEN exit_date < DATE '9999-12-31' THEN exit_date END AS exit_date,
  entry_reason,
  exit_reason,
  is_repeating
FROM followed
WHERE next_entry_date IS NULL OR entry_date < next_entry_date
