-- Every date of a school's years, with its year and term. A date that two terms share belongs to the later one.
-- es: Fechas de cada centro
-- grain: school and date
-- owner: secretaria
-- stored: whole

WITH years AS (
  SELECT school_id, school_year, min(start_date) AS first_date, max(end_date) AS last_date
  FROM marts.school_sessions
  GROUP BY school_id, school_year
), dates AS (
  SELECT y.school_id, y.school_year, d.school_date
  FROM years y
  -- A mistyped end must not make a million days.
  CROSS JOIN UNNEST(sequence(y.first_date, least(y.last_date, date_add('day', 800, y.first_date)))) AS d (school_date)
), ranked AS (
  SELECT
    d.school_id,
    d.school_date,
    d.school_year,
    t.academic_session_id AS term_id,
    t.title AS term_name,
    row_number() OVER (
      PARTITION BY d.school_id, d.school_date
      ORDER BY d.school_year DESC, t.start_date DESC NULLS LAST, t.academic_session_id DESC
    ) AS place
  FROM dates d
  LEFT JOIN marts.school_sessions t
    ON t.school_id = d.school_id AND t.school_year = d.school_year AND t.is_term
    AND d.school_date BETWEEN t.start_date AND t.end_date
)
SELECT school_id, school_date, school_year, term_id, term_name
FROM ranked
WHERE place = 1
