-- Who can be reached for each student of today, and whether a guardian used the platform of late.
-- es: Familias del alumnado
-- grain: student
-- owner: orientacion
-- stored: whole

WITH used AS (
  SELECT user_id, max(action_date) AS last_used
  FROM marts.user_days
  GROUP BY user_id
), reached AS (
  SELECT
    b.student_id,
    count(DISTINCT b.guardian_id) AS guardians,
    count(DISTINCT CASE WHEN trim(coalesce(g.email, '')) <> '' OR trim(coalesce(g.sms, '')) <> ''
      OR trim(coalesce(g.phone, '')) <> '' THEN b.guardian_id END) AS contactable_guardians,
    max(u.last_used) AS last_used
  FROM curated.guardianships b
  JOIN curated.guardians g ON g.guardian_id = b.guardian_id
  LEFT JOIN used u ON u.user_id = g.user_id
  GROUP BY b.student_id
)
SELECT
  y.student_id,
  y.student_name,
  y.school_id,
  y.school_name,
  y.school_year,
  y.grade,
  y.class_id,
  y.class_title,
  coalesce(r.guardians, 0) AS guardians,
  coalesce(r.contactable_guardians, 0) AS contactable_guardians,
  r.last_used,
  coalesce(r.contactable_guardians, 0) > 0 AS is_contactable,
  coalesce(date_diff('day', r.last_used, a.as_of_date) < 7, FALSE) AS is_active_7_days,
  coalesce(date_diff('day', r.last_used, a.as_of_date) < 30, FALSE) AS is_active_30_days
FROM marts.current_students y
JOIN marts.as_of_dates a ON a.school_id = y.school_id
LEFT JOIN reached r ON r.student_id = y.student_id
