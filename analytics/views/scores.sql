-- Every result that counts, from 0 to 100 between the lowest and the highest score of its line item. Exempt results
-- don't count; what was not handed in counts as zero only where the settings say so.
-- es: Notas normalizadas
-- grain: result
-- owner: jefatura

WITH located AS (
  SELECT
    r.result_id,
    r.student_id,
    r.line_item_id,
    coalesce(r.class_id, l.class_id) AS class_id,
    coalesce(r.school_id, l.school_id, c.school_id) AS school_id,
    l.academic_session_id,
    l.title AS line_item_title,
    l.category,
    l.weight,
    coalesce(l.due_date, r.score_date) AS due_date,
    coalesce(l.result_value_min, 0) AS lowest,
    l.result_value_max AS highest,
    CASE WHEN s.not_submitted_is_zero AND (r.score_status = 'not submitted' OR coalesce(r.missing, FALSE))
      THEN coalesce(r.score, l.result_value_min, 0) ELSE r.score END AS score,
    s.not_submitted_is_zero
      OR (coalesce(r.score_status, 'fully graded') <> 'not submitted' AND NOT coalesce(r.missing, FALSE)) AS is_submitted
  FROM curated.results r
  JOIN curated.line_items l ON l.line_item_id = r.line_item_id
  LEFT JOIN curated.classes c ON c.class_id = coalesce(r.class_id, l.class_id)
  CROSS JOIN marts.settings s
  WHERE coalesce(r.score_status, 'fully graded') <> 'exempt'
)
SELECT
  r.result_id,
  r.student_id,
  r.line_item_id,
  r.line_item_title,
  r.category,
  r.class_id,
  r.school_id,
  coalesce(x.school_year, d.school_year) AS school_year,
  CASE WHEN x.academic_session_id IS NULL THEN d.term_id ELSE x.term_id END AS term_id,
  CASE WHEN x.academic_session_id IS NULL THEN d.term_name ELSE x.term_name END AS term_name,
  r.due_date,
  r.weight,
  CAST(round(100 * CAST(r.score - r.lowest AS double) / CAST(r.highest - r.lowest AS double), 4) AS decimal(9, 4)) AS score_percent
FROM located r
LEFT JOIN marts.school_sessions x ON x.school_id = r.school_id AND x.academic_session_id = r.academic_session_id
LEFT JOIN marts.school_dates d ON d.school_id = r.school_id AND d.school_date = r.due_date
WHERE r.is_submitted AND r.score IS NOT NULL AND r.highest > r.lowest
