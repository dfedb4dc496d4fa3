-- The sessions of each school: those of every tree that its calendar, enrollments or classes mention.
-- es: Periodos de cada centro
-- grain: school and academic session
-- owner: secretaria

WITH mentioned AS (
  SELECT school_id, academic_session_id FROM curated.calendar_days
  UNION
  SELECT school_id, academic_session_id FROM curated.school_enrollments
  UNION
  SELECT c.school_id, t.academic_session_id
  FROM curated.classes c
  CROSS JOIN UNNEST(c.academic_session_ids) AS t (academic_session_id)
), roots AS (
  SELECT DISTINCT m.school_id, s.root_academic_session_id
  FROM mentioned m
  JOIN marts.sessions s ON s.academic_session_id = m.academic_session_id
  WHERE m.school_id IS NOT NULL
), ranked AS (
  SELECT r.school_id, s.*,
    -- Terms are what divides the year where there are any; else semesters; else grading periods.
    CASE s.type WHEN 'schoolYear' THEN 9 WHEN 'term' THEN 1 WHEN 'semester' THEN 2 WHEN 'gradingPeriod' THEN 3 ELSE 4 END AS level
  FROM roots r
  JOIN marts.sessions s ON s.root_academic_session_id = r.root_academic_session_id
), levelled AS (
  SELECT r.*,
    r.level < 9 AND r.level = min(r.level) OVER (PARTITION BY r.school_id, r.school_year) AS is_term
  FROM ranked r
)
SELECT
  s.school_id,
  s.academic_session_id,
  s.title,
  s.type,
  s.start_date,
  s.end_date,
  s.school_year,
  s.is_term,
  -- The term that the session is, or that it is a part of.
  CASE WHEN s.is_term THEN s.academic_session_id
    WHEN p.is_term THEN p.academic_session_id
    WHEN g.is_term THEN g.academic_session_id END AS term_id,
  CASE WHEN s.is_term THEN s.title
    WHEN p.is_term THEN p.title
    WHEN g.is_term THEN g.title END AS term_name
FROM levelled s
LEFT JOIN levelled p
  ON p.school_id = s.school_id AND p.academic_session_id = s.parent_academic_session_id
LEFT JOIN levelled g
  ON g.school_id = s.school_id AND g.academic_session_id = s.grandparent_academic_session_id
