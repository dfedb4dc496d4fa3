-- How each class did in each term, and how many of its students are below the thresholds.
-- es: Resultados por clase
-- grain: class and term
-- owner: jefatura
-- people: students
-- stored: whole

SELECT
  g.school_id,
  g.school_name,
  g.school_year,
  g.term_id,
  g.term_name,
  g.class_id,
  g.class_title,
  g.subject,
  count(*) AS students,
  CAST(sum(g.results) AS bigint) AS results,
  CAST(sum(g.mean_score) AS decimal(18, 4)) AS score_sum,
  CAST(sum(g.mean_score) AS double) / CAST(count(*) AS double) AS mean_score,
  count(CASE WHEN g.mean_score < s.grade_red_score THEN 1 END) AS red_students,
  count(CASE WHEN g.mean_score >= s.grade_red_score AND g.mean_score < s.grade_yellow_score THEN 1 END) AS yellow_students
FROM marts.student_grades g
CROSS JOIN marts.settings s
GROUP BY g.school_id, g.school_name, g.school_year, g.term_id, g.term_name, g.class_id, g.class_title, g.subject
