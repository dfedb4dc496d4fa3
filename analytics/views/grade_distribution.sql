-- How the mean scores of students spread, in tenths of the scale.
-- es: Distribución de notas
-- grain: school, term, grade, subject and decile
-- owner: jefatura
-- people: students
-- stored: whole

SELECT
  school_id,
  school_name,
  school_year,
  term_id,
  term_name,
  grade,
  subject,
  decile,
  count(*) AS students,
  CAST(sum(mean_score) AS decimal(18, 4)) AS score_sum
FROM marts.student_grades
GROUP BY school_id, school_name, school_year, term_id, term_name, grade, subject, decile
