-- How many rows every dataset has, and when the last of them was accepted.
-- es: Frescura de los datos
-- grain: dataset
-- owner: tic

SELECT 'orgs' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.orgs
UNION ALL
SELECT 'academic_sessions' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.academic_sessions
UNION ALL
SELECT 'calendar_days' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.calendar_days
UNION ALL
SELECT 'courses' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.courses
UNION ALL
SELECT 'classes' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.classes
UNION ALL
SELECT 'teachers' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.teachers
UNION ALL
SELECT 'students' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.students
UNION ALL
SELECT 'demographics' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.demographics
UNION ALL
SELECT 'guardians' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.guardians
UNION ALL
SELECT 'school_enrollments' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.school_enrollments
UNION ALL
SELECT 'enrollments' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.enrollments
UNION ALL
SELECT 'teaching_assignments' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.teaching_assignments
UNION ALL
SELECT 'guardianships' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.guardianships
UNION ALL
SELECT 'attendance' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.attendance
UNION ALL
SELECT 'incidents' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.incidents
UNION ALL
SELECT 'line_items' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.line_items
UNION ALL
SELECT 'results' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.results
UNION ALL
SELECT 'user_actions' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.user_actions
UNION ALL
SELECT 'notifications' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.notifications
UNION ALL
SELECT 'documents' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.documents
UNION ALL
SELECT 'audit_events' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.audit_events
UNION ALL
SELECT 'quality_results' AS dataset, count(*) AS row_count, max(_changed_at) AS last_changed_at FROM curated.quality_results
