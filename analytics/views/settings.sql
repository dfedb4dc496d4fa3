-- The thresholds of every mart, in one row: to change one, change it here.
-- es: Umbrales
-- grain: one row
-- owner: direccion
-- authority: EDFacts FS195 (ten days, a tenth); Ed-Fi Analytics Middle Tier (80 and 88, 65 and 72)

SELECT
  CAST(10 AS bigint) AS minimum_days_enrolled,
  CAST(10 AS bigint) AS chronic_absence_percent,
  CAST(80 AS bigint) AS attendance_red_percent,
  CAST(88 AS bigint) AS attendance_yellow_percent,
  CAST(65 AS bigint) AS grade_red_score,
  CAST(72 AS bigint) AS grade_yellow_score,
  CAST(5 AS bigint) AS behaviour_red_incidents,
  CAST(2 AS bigint) AS behaviour_yellow_incidents,
  FALSE AS not_submitted_is_zero
