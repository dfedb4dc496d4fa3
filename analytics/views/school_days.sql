-- The days on which attendance counts: instructional by the calendar, or without a calendar those on which it was
-- taken; from the first to the last on which the school took attendance in that school year.
-- es: Días lectivos
-- grain: school and day
-- owner: secretaria
-- stored: whole

WITH calendar AS (
  SELECT school_id, calendar_date, bool_or(is_instructional) AS is_instructional
  FROM curated.calendar_days
  GROUP BY school_id, calendar_date
), taken AS (
  SELECT school_id, attendance_date, max(_changed_at) AS changed_at
  FROM curated.attendance
  GROUP BY school_id, attendance_date
), known AS (
  -- Absences that are announced ahead do not make a day come: nothing is known after the day of the newest row.
  SELECT t.school_id, CAST(at_timezone(max(t.changed_at), coalesce(max(o.time_zone), 'UTC')) AS date) AS last_known
  FROM taken t
  LEFT JOIN curated.orgs o ON o.org_id = t.school_id
  GROUP BY t.school_id
), days AS (
  SELECT
    coalesce(c.school_id, t.school_id) AS school_id,
    coalesce(c.calendar_date, t.attendance_date) AS school_day,
    t.school_id IS NOT NULL AS is_taken
  FROM calendar c
  FULL JOIN taken t ON t.school_id = c.school_id AND t.attendance_date = c.calendar_date
  WHERE coalesce(c.is_instructional, TRUE)
), dated AS (
  SELECT
    d.school_id,
    d.school_day,
    s.school_year,
    s.term_id,
    s.term_name,
    min(CASE WHEN d.is_taken THEN d.school_day END) OVER (PARTITION BY d.school_id, s.school_year) AS first_taken,
    max(CASE WHEN d.is_taken THEN d.school_day END) OVER (PARTITION BY d.school_id, s.school_year) AS last_taken
  FROM days d
  JOIN known k ON k.school_id = d.school_id AND d.school_day <= k.last_known
  LEFT JOIN marts.school_dates s ON s.school_id = d.school_id AND s.school_date = d.school_day
)
SELECT
  school_id,
  school_day,
  CAST(day_of_week(school_day) AS bigint) AS weekday,
  CAST(date_trunc('month', school_day) AS date) AS month,
  school_year,
  term_id,
  term_name
FROM dated
WHERE school_day BETWEEN first_taken AND last_taken
