-- How many students belonged to each school and grade at the end of each month (today in the month that is under
-- way), and how many came and left during it.
-- es: Matrícula por mes
-- grain: school, month and grade
-- owner: secretaria
-- people: students
-- stored: whole

WITH months AS (
  SELECT d.school_id, a.school_name, d.school_year,
    CAST(date_trunc('month', d.school_date) AS date) AS month,
    min(d.school_date) AS first_date,
    max(d.school_date) AS last_date
  FROM marts.school_dates d
  JOIN marts.as_of_dates a ON a.school_id = d.school_id AND d.school_date <= a.as_of_date
  GROUP BY d.school_id, a.school_name, d.school_year, CAST(date_trunc('month', d.school_date) AS date)
), counted AS (
  SELECT
    m.school_id,
    m.school_name,
    m.school_year,
    m.month,
    e.grade,
    count(DISTINCT CASE WHEN e.entry_date <= m.last_date AND coalesce(e.exit_date, DATE '9999-12-31') > m.last_date
      THEN e.student_id END) AS students,
    count(CASE WHEN e.entry_date BETWEEN m.first_date AND m.last_date THEN 1 END) AS entries,
    count(CASE WHEN e.exit_date BETWEEN m.first_date AND m.last_date THEN 1 END) AS exits,
    count(CASE WHEN e.exit_date BETWEEN m.first_date AND m.last_date AND e.exit_reason IN ('withdrawal', 'dropout')
      THEN 1 END) AS withdrawals
  FROM months m
  JOIN marts.stays e
    ON e.school_id = m.school_id AND e.entry_date <= m.last_date
    AND coalesce(e.exit_date, DATE '9999-12-31') >= m.first_date
  GROUP BY m.school_id, m.school_name, m.school_year, m.month, e.grade
)
SELECT school_id, school_name, school_year, month, grade, students, entries, exits, withdrawals
FROM counted
WHERE students > 0 OR entries > 0 OR exits > 0
