import { expect, test } from 'vitest';
import { answerOf, refusalOf } from './support.ts';

/** What syntax means; functions are tried one by one elsewhere. */
test.each<[string, unknown[][]]>([
  ["SELECT position('b' IN 'abc'), 1 - -2, - 2 * 3, NOT true AND false", [['2', 3, -6, false]]],
  ['SELECT x, a.z, b.y FROM (VALUES (1, 2)) a (x, z) JOIN (VALUES (1, 3)) b (x, y) USING (x)', [[1, 2, 3]]],
  ['SELECT * FROM (VALUES (1, 2)) a (x, z) JOIN (VALUES (1, 3)) b (x, y) ON a.x = b.x', [[1, 2, 1, 3]]],
  [
    "SELECT x, y FROM UNNEST(ARRAY[ROW(1, 'a'), ROW(2, 'b')]) AS t (x, y)",
    [
      [1, 'a'],
      [2, 'b'],
    ],
  ],
  ["SELECT k, v FROM UNNEST(MAP(ARRAY['a'], ARRAY[1])) t (k, v)", [['a', 1]]],
  [
    'SELECT x, y, n FROM UNNEST(ARRAY[1, 2], ARRAY[3]) WITH ORDINALITY AS t (x, y, n)',
    [
      [1, 3, '1'],
      [2, null, '2'],
    ],
  ],
  [
    'SELECT student_id, tag FROM students LEFT JOIN UNNEST(tags) AS t (tag) ON true ORDER BY 1, 2',
    [
      ['s1', 'chess'],
      ['s1', 'choir'],
      ['s2', null],
      ['s3', null],
    ],
  ],
  [
    `SELECT s.student_id, l.n FROM students s
     CROSS JOIN LATERAL (SELECT count(*) AS n FROM attendance a WHERE a.student_id = s.student_id) l ORDER BY 1`,
    [
      ['s1', '2'],
      ['s2', '3'],
      ['s3', '0'],
    ],
  ],
  ['SELECT 1 UNION SELECT 2 INTERSECT SELECT 2 ORDER BY 1', [[1], [2]]],
  [
    'SELECT age, count(*), grouping(age) FROM students GROUP BY ROLLUP (age) ORDER BY 1, 3',
    [
      ['12', '1', 0],
      ['13', '1', 0],
      [null, '1', 0],
      [null, '3', 1],
    ],
  ],
  [
    "SELECT listagg(status, ',') WITHIN GROUP (ORDER BY minutes DESC, status) FROM attendance WHERE student_id = 's2'",
    [['late,absent,absent']],
  ],
  ['SELECT array_agg(DISTINCT status ORDER BY status) FROM attendance', [[['absent', 'late', 'present']]]],
  [
    `SELECT CAST(changed_at AT TIME ZONE 'America/Bogota' AS date), hour(changed_at AT TIME ZONE 'America/Bogota'),
       CAST(changed_at AS date) FROM students WHERE student_id = 's1'`,
    [['2026-02-28', '22', '2026-03-01']],
  ],
  ["SELECT TRY(1 / 0), TRY_CAST('x' AS bigint)", [[null, null]]],
  [
    'SELECT status FROM attendance GROUP BY status HAVING count(*) > 1 ORDER BY count(*) DESC, status OFFSET 1 LIMIT 1',
    [['present']],
  ],
  [
    'SELECT student_id FROM students WHERE age > ALL (SELECT minutes FROM attendance WHERE minutes < 0)',
    [['s1'], ['s2'], ['s3']],
  ],
  [
    `SELECT student_id, lag(minutes) IGNORE NULLS OVER w, sum(minutes) OVER (w ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
     FROM attendance WHERE student_id = 's2' WINDOW w AS (PARTITION BY student_id ORDER BY minutes) ORDER BY 3 DESC LIMIT 1`,
    [['s2', '0', '240']],
  ],
])('%s', async (sql, expected) => {
  expect(await answerOf(sql)).toEqual(expected);
});

test.each([
  ["SELECT 'a' || 1 + 2", /^line 1, column 12: Cannot apply operator: varchar\(1\) \|\| integer/],
  [
    'SELECT lower(student_id) FROM students GROUP BY 1 HAVING age > 1',
    /must be an aggregate expression or appear in GROUP BY/,
  ],
  [
    'SELECT (SELECT max(s.age) FROM attendance) FROM students s',
    /Reference to column 's.age' from outer scope/,
  ],
  ['SELECT transform(tags, x -> (SELECT 1)) FROM students', /Lambda expression cannot contain subqueries/],
  [
    'SELECT at_timezone(changed_at, student_id) FROM students',
    /a time zone that differs from row to row cannot leave its query/,
  ],
  ['SELECT * FROM students MATCH_RECOGNIZE (PATTERN (a))', /MATCH_RECOGNIZE is not available/],
  ['WITH RECURSIVE t (n) AS (SELECT 1) SELECT * FROM t', /WITH RECURSIVE is not available/],
  ['SELECT 1 FROM students QUALIFY 1 = 1', /QUALIFY is not in this dialect/],
  ['SELECT count(*) FROM students WHERE count(*) > 1', /an aggregate cannot stand in WHERE/],
  ['SELECT student_id FROM students ORDER BY 3', /ORDER BY position 3 is not in select list/],
  ['SELECT 1 UNION SELECT 1, 2', /UNION query has different number of fields: 1, 2/],
  [`SELECT ${'('.repeat(1000)}1${')'.repeat(1000)}`, /nested too deeply/],
])('%s is refused', (sql, message) => {
  expect(refusalOf(sql)).toMatch(message);
});
