-- Every incident with the day on which it happened in the school's time zone, its year and term, and the grade of
-- the student then.
-- es: Incidencias del alumnado
-- grain: incident
-- owner: convivencia
-- stored: whole

WITH dated AS (
  SELECT
    i.incident_id,
    i.student_id,
    i.school_id,
    o.name AS school_name,
    i.class_id,
    CAST(at_timezone(i.occurred_at, coalesce(o.time_zone, 'UTC')) AS date) AS incident_date,
    coalesce(i.type, 'other') AS incident_type,
    coalesce(i.severity, 'minor') AS severity,
    coalesce(i.guardians_notified, FALSE) AS guardians_notified,
    coalesce(i.is_resolved, FALSE) AS is_resolved
  FROM curated.incidents i
  LEFT JOIN curated.orgs o ON o.org_id = i.school_id
)
SELECT
  i.incident_id,
  i.student_id,
  i.school_id,
  i.school_name,
  d.school_year,
  d.term_id,
  d.term_name,
  e.grade,
  i.class_id,
  i.incident_date,
  CAST(day_of_week(i.incident_date) AS bigint) AS weekday,
  CAST(date_trunc('month', i.incident_date) AS date) AS month,
  i.incident_type,
  i.severity,
  i.guardians_notified,
  i.is_resolved
FROM dated i
LEFT JOIN marts.school_dates d ON d.school_id = i.school_id AND d.school_date = i.incident_date
LEFT JOIN marts.stays e
  ON e.student_id = i.student_id AND i.incident_date >= e.entry_date
  AND i.incident_date < coalesce(e.exit_date, DATE '9999-12-31')
