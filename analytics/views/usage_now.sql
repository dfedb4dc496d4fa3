-- Daily, weekly and monthly active users as of today: accounts that did something on the last day, in the last 7 and
-- in the last 30 days.
-- es: Usuarios activos
-- grain: school and role
-- owner: tic
-- people: daily_users
-- stored: whole

SELECT
  u.school_id,
  a.school_name,
  u.user_role,
  a.as_of_date,
  count(DISTINCT CASE WHEN date_diff('day', u.action_date, a.as_of_date) < 1 THEN u.user_id END) AS daily_users,
  count(DISTINCT CASE WHEN date_diff('day', u.action_date, a.as_of_date) < 7 THEN u.user_id END) AS weekly_users,
  count(DISTINCT CASE WHEN date_diff('day', u.action_date, a.as_of_date) < 30 THEN u.user_id END) AS monthly_users
FROM marts.user_days u
JOIN marts.as_of_dates a ON a.school_id = u.school_id
GROUP BY u.school_id, a.school_name, u.user_role, a.as_of_date
