-- How many incidents there were, of which kind and how grave, and what became of them.
-- es: Incidencias por mes
-- grain: school, month, term, grade, type and severity
-- owner: convivencia
-- people: students
-- stored: whole

SELECT
  school_id,
  school_name,
  school_year,
  term_id,
  term_name,
  grade,
  month,
  incident_type,
  severity,
  count(*) AS incidents,
  count(DISTINCT student_id) AS students,
  count(CASE WHEN guardians_notified THEN 1 END) AS notified_incidents,
  count(CASE WHEN is_resolved THEN 1 END) AS resolved_incidents
FROM marts.student_incidents
GROUP BY school_id, school_name, school_year, term_id, term_name, grade, month, incident_type, severity
