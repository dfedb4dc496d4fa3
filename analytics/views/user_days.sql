-- What each account did on each day, as the day is counted in the school's time zone.
-- es: Días de uso
-- grain: account, role, school, application and day
-- owner: tic
-- stored: by month of action_date, curated.user_actions.occurred_at

WITH dated AS (
  SELECT
    a.user_id,
    a.user_role,
    a.school_id,
    a.application,
    a.session_id,
    a.duration_seconds,
    CAST(at_timezone(a.occurred_at, coalesce(o.time_zone, 'UTC')) AS date) AS action_date
  FROM curated.user_actions a
  LEFT JOIN curated.orgs o ON o.org_id = a.school_id
  -- A clock that runs far ahead would make every other account look idle.
  WHERE a.occurred_at <= date_add('day', 1, a._changed_at)
)
SELECT
  school_id,
  user_id,
  user_role,
  application,
  action_date,
  CAST(date_trunc('week', action_date) AS date) AS week,
  CAST(date_trunc('month', action_date) AS date) AS month,
  count(*) AS actions,
  count(DISTINCT session_id) AS visits,
  CAST(coalesce(sum(duration_seconds), 0) AS bigint) AS seconds_on_task
FROM dated
GROUP BY school_id, user_id, user_role, application, action_date
