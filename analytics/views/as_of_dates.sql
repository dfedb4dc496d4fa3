-- Today, as the data knows it: the last day on which the school took attendance; of one that takes none, the last on
-- which its accounts did something.
-- es: Fecha de los datos
-- grain: organisation
-- owner: tic
-- stored: whole

WITH seen AS (
  -- Accounts go on acting after the last school day: they tell the day only where attendance is not taken.
  SELECT school_id, coalesce(max(taught_date), max(action_date)) AS last_date
  FROM (
    SELECT school_id, max(school_day) AS taught_date, CAST(NULL AS date) AS action_date
    FROM marts.school_days
    GROUP BY school_id
    UNION ALL
    SELECT school_id, CAST(NULL AS date) AS taught_date, max(action_date) AS action_date
    FROM marts.user_days
    GROUP BY school_id
  ) AS days
  GROUP BY school_id
), anywhere AS (
  SELECT max(last_date) AS last_date FROM seen
), loaded AS (
  SELECT CAST(at_timezone(max(_changed_at), 'UTC') AS date) AS last_date FROM curated.school_enrollments
)
SELECT
  o.org_id AS school_id,
  o.name AS school_name,
  coalesce(s.last_date, a.last_date, l.last_date) AS as_of_date
FROM curated.orgs o
LEFT JOIN seen s ON s.school_id = o.org_id
CROSS JOIN anywhere a
CROSS JOIN loaded l
