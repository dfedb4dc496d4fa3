-- Who missed a tenth or more of the days on which they were enrolled, wherever that was in the school year.
-- es: Absentismo crónico
-- grain: student and school year
-- owner: orientacion
-- authority: EDFacts FS195: 10 * absent >= enrolled, unrounded; partial days as fractions; at least ten days enrolled
-- stored: whole

WITH totals AS (
  SELECT
    student_id,
    school_year,
    count(*) AS enrolled_days,
    CAST(sum(absent_days) AS decimal(18, 4)) AS absent_days,
    CAST(sum(excused_days) AS decimal(18, 4)) AS excused_days,
    count(CASE WHEN is_late THEN 1 END) AS late_days,
    max(school_day) AS last_day
  FROM marts.student_days
  GROUP BY student_id, school_year
), judged AS (
  SELECT t.*,
    t.enrolled_days - t.absent_days AS attended_days,
    t.enrolled_days >= s.minimum_days_enrolled AS is_counted,
    100 * t.absent_days >= s.chronic_absence_percent * t.enrolled_days AS is_absent
  FROM totals t
  CROSS JOIN marts.settings s
)
SELECT
  j.student_id,
  y.student_name,
  j.school_year,
  y.school_id,
  y.school_name,
  y.grade,
  y.class_id,
  y.class_title,
  coalesce(y.is_current, FALSE) AS is_current,
  j.enrolled_days,
  j.absent_days,
  j.excused_days,
  j.late_days,
  1 - CAST(j.absent_days AS double) / CAST(j.enrolled_days AS double) AS attendance_rate,
  CASE WHEN 100 * j.attended_days >= 95 * j.enrolled_days THEN '95-100'
    WHEN 100 * j.attended_days >= 90 * j.enrolled_days THEN '90-95'
    WHEN 100 * j.attended_days >= 80 * j.enrolled_days THEN '80-90'
    ELSE '0-80' END AS attendance_band,
  j.is_counted,
  j.is_counted AND j.is_absent AS is_chronic,
  j.last_day
FROM judged j
LEFT JOIN marts.student_years y ON y.student_id = j.student_id AND y.school_year = j.school_year
