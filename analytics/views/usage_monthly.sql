-- Who used the platform in each month.
-- es: Uso mensual
-- grain: school, role and month
-- owner: tic
-- people: active_users
-- stored: whole

SELECT
  u.school_id,
  o.name AS school_name,
  u.user_role,
  u.month,
  count(DISTINCT u.user_id) AS active_users,
  CAST(sum(u.actions) AS bigint) AS actions,
  CAST(sum(u.visits) AS bigint) AS visits,
  CAST(sum(u.seconds_on_task) AS bigint) AS seconds_on_task,
  CAST(sum(u.seconds_on_task) AS double) / 60 / CAST(count(DISTINCT u.user_id) AS double) AS minutes_per_user
FROM marts.user_days u
LEFT JOIN curated.orgs o ON o.org_id = u.school_id
GROUP BY u.school_id, o.name, u.user_role, u.month
