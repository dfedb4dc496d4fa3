-- Every session with the tree that it stands in: at most three levels, a school year at the root.
-- es: Periodos con su curso
-- grain: academic session
-- owner: secretaria

SELECT
  s.academic_session_id,
  s.title,
  s.type,
  s.start_date,
  s.end_date,
  p.academic_session_id AS parent_academic_session_id,
  g.academic_session_id AS grandparent_academic_session_id,
  coalesce(g.academic_session_id, p.academic_session_id, s.academic_session_id) AS root_academic_session_id,
  -- The year that a source leaves out is the one in which its root ends.
  coalesce(s.school_year, p.school_year, g.school_year,
    CAST(year(coalesce(g.end_date, p.end_date, s.end_date)) AS bigint)) AS school_year
FROM curated.academic_sessions s
LEFT JOIN curated.academic_sessions p
  ON p.academic_session_id = s.parent_academic_session_id
LEFT JOIN curated.academic_sessions g
  ON g.academic_session_id = p.parent_academic_session_id
