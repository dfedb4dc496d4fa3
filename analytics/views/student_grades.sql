-- What each student achieved in each class and term: the mean of the results that count, by weight where every one
-- of them has a weight.
-- es: Notas medias del alumnado
-- grain: student, class and term
-- owner: jefatura
-- stored: whole

WITH averaged AS (
  SELECT
    student_id,
    class_id,
    school_id,
    school_year,
    term_id,
    term_name,
    count(*) AS results,
    count(weight) AS weights,
    CAST(sum(score_percent) AS double) / CAST(count(*) AS double) AS plain_mean,
    CAST(sum(score_percent * weight) AS double) / nullif(CAST(sum(weight) AS double), 0) AS weighted_mean
  FROM marts.scores
  GROUP BY student_id, class_id, school_id, school_year, term_id, term_name
), means AS (
  SELECT a.*,
    CAST(round(CASE WHEN a.weights = a.results THEN coalesce(a.weighted_mean, a.plain_mean) ELSE a.plain_mean END, 4)
      AS decimal(9, 4)) AS mean_score
  FROM averaged a
)
SELECT
  m.student_id,
  y.student_name,
  m.school_id,
  o.name AS school_name,
  m.school_year,
  m.term_id,
  m.term_name,
  y.grade,
  m.class_id,
  c.title AS class_title,
  coalesce(element_at(c.subjects, 1), k.title) AS subject,
  m.results,
  m.mean_score,
  -- Tenths from 0 to 9; a hundred belongs to the last.
  CAST(CASE WHEN m.mean_score >= 90 THEN 9 WHEN m.mean_score < 0 THEN 0 ELSE floor(CAST(m.mean_score AS double) / 10) END AS bigint) AS decile
FROM means m
LEFT JOIN marts.student_years y ON y.student_id = m.student_id AND y.school_year = m.school_year
LEFT JOIN curated.classes c ON c.class_id = m.class_id
LEFT JOIN curated.courses k ON k.course_id = c.course_id
LEFT JOIN curated.orgs o ON o.org_id = m.school_id
