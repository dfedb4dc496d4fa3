-- Which applications were used in each month, by whom and for how long.
-- es: Uso por aplicación
-- grain: school, role, application and month
-- owner: tic
-- people: active_users
-- stored: whole

SELECT
  u.school_id,
  o.name AS school_name,
  u.user_role,
  u.application,
  u.month,
  count(DISTINCT u.user_id) AS active_users,
  CAST(sum(u.actions) AS bigint) AS actions,
  CAST(sum(u.visits) AS bigint) AS visits,
  CAST(sum(u.seconds_on_task) AS bigint) AS seconds_on_task
FROM marts.user_days u
LEFT JOIN curated.orgs o ON o.org_id = u.school_id
GROUP BY u.school_id, o.name, u.user_role, u.application, u.month
