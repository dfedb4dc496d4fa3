-- How many messages were written, on which way, and how far they came.
-- es: Notificaciones por mes
-- grain: school, month, recipient role and channel
-- owner: orientacion

SELECT
  n.school_id,
  o.name AS school_name,
  CAST(date_trunc('month', CAST(at_timezone(n.created_at, coalesce(o.time_zone, 'UTC')) AS date)) AS date) AS month,
  n.recipient_role,
  n.channel,
  count(*) AS notifications,
  count(n.sent_at) AS sent_notifications,
  count(CASE WHEN n.read_at IS NOT NULL OR n.status = 'read' THEN 1 END) AS read_notifications,
  count(CASE WHEN n.status = 'failed' THEN 1 END) AS failed_notifications
FROM curated.notifications n
LEFT JOIN curated.orgs o ON o.org_id = n.school_id
GROUP BY n.school_id, o.name,
  CAST(date_trunc('month', CAST(at_timezone(n.created_at, coalesce(o.time_zone, 'UTC')) AS date)) AS date),
  n.recipient_role, n.channel
