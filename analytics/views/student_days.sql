-- Every instructional day of every enrolled student, with the part of it that was missed. A record of the whole day
-- decides where there is one; else the records of classes add up; a day without any record was attended.
-- es: Días del alumnado
-- grain: student and day
-- owner: orientacion
-- authority: EDFacts FS195; partial days count as fractions
-- stored: by month of school_day, curated.attendance.attendance_date, marts.school_days.school_day

WITH records AS (
  -- What was sent twice for the same class and slot counts once.
  SELECT
    student_id,
    school_id,
    attendance_date,
    class_id,
    period,
    max(fraction_absent) AS fraction_absent,
    bool_or(status = 'absent') AS is_absent,
    bool_or(status = 'late') AS is_late,
    bool_or(is_excused) AS is_excused
  FROM curated.attendance
  GROUP BY student_id, school_id, attendance_date, class_id, period
), counted AS (
  SELECT
    student_id,
    school_id,
    attendance_date,
    count(class_id) AS classes,
    bool_or(is_late) AS is_late,
    max(CASE WHEN class_id IS NULL THEN coalesce(fraction_absent, CASE WHEN is_absent THEN 1 ELSE 0 END) END) AS whole_day,
    max(CASE WHEN class_id IS NULL AND is_excused THEN coalesce(fraction_absent, CASE WHEN is_absent THEN 1 ELSE 0 END) END) AS whole_day_excused,
    sum(CASE WHEN class_id IS NOT NULL THEN fraction_absent END) AS stated,
    sum(CASE WHEN class_id IS NOT NULL AND is_excused THEN fraction_absent END) AS stated_excused,
    -- Without a fraction an absence is one of as many parts as the day has records.
    count(CASE WHEN fraction_absent IS NULL AND is_absent THEN class_id END) AS unstated,
    count(CASE WHEN fraction_absent IS NULL AND is_absent AND is_excused THEN class_id END) AS unstated_excused
  FROM records
  GROUP BY student_id, school_id, attendance_date
), missed AS (
  SELECT
    student_id,
    school_id,
    attendance_date,
    classes,
    is_late,
    coalesce(whole_day, coalesce(stated, 0)
      + CAST(round(CAST(unstated AS double) / nullif(classes, 0), 4) AS decimal(5, 4)), 0) AS absent,
    coalesce(whole_day_excused, CASE WHEN whole_day IS NULL THEN coalesce(stated_excused, 0)
      + CAST(round(CAST(unstated_excused AS double) / nullif(classes, 0), 4) AS decimal(5, 4)) END, 0) AS excused
  FROM counted
), whole AS (
  -- Fractions are rounded to four digits: six sixths must be one day.
  SELECT
    student_id,
    school_id,
    attendance_date,
    is_late,
    CAST(CASE WHEN absent + 0.00005 * classes >= 1 THEN 1 ELSE absent END AS decimal(5, 4)) AS absent,
    CAST(CASE WHEN excused + 0.00005 * classes >= 1 THEN 1 ELSE excused END AS decimal(5, 4)) AS excused
  FROM missed
)
SELECT
  e.student_id,
  e.school_id,
  e.grade,
  d.school_day,
  d.weekday,
  d.month,
  d.school_year,
  d.term_id,
  coalesce(w.absent, CAST(0 AS decimal(5, 4))) AS absent_days,
  coalesce(w.excused, CAST(0 AS decimal(5, 4))) AS excused_days,
  coalesce(w.is_late, FALSE) AS is_late,
  w.student_id IS NOT NULL AS is_recorded
FROM marts.school_days d
JOIN marts.stays e
  ON e.school_id = d.school_id AND d.school_day >= e.entry_date
  AND d.school_day < coalesce(e.exit_date, DATE '9999-12-31')
LEFT JOIN whole w
  ON w.student_id = e.student_id AND w.school_id = d.school_id AND w.attendance_date = d.school_day
