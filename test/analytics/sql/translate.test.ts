import { expect, test } from 'vitest';
import { translate } from '../../../analytics/sql/translate.ts';
import { answerOf, columnsOf, refusalOf, tables } from './support.ts';

test('numbers keep the types that Trino gives them', async () => {
  const sql = 'SELECT 7 / 2, 1.0 / 3, 7.0 / 2, 1.5 * 2.25, 1.5 + 1, 3000000000, 1e0 / 4';
  expect(columnsOf(translate(sql, tables))).toEqual([
    '_col0 integer',
    '_col1 decimal(2,1)',
    '_col2 decimal(2,1)',
    '_col3 decimal(5,3)',
    '_col4 decimal(12,1)',
    '_col5 bigint',
    '_col6 double',
  ]);
  expect(await answerOf(sql)).toEqual([[3, '0.3', '3.5', '3.375', '2.5', '3000000000', 0.25]]);
});

test('halves are rounded away from zero when they become whole', async () => {
  expect(
    await answerOf('SELECT CAST(2.5 AS integer), CAST(2.5e0 AS integer), CAST(-2.5e0 AS bigint)'),
  ).toEqual([[3, 3, '-3']]);
});

test('nulls come last in both directions', async () => {
  expect(await answerOf('SELECT age FROM students ORDER BY age DESC')).toEqual([['13'], ['12'], [null]]);
  expect(await answerOf('SELECT age FROM students ORDER BY age')).toEqual([['12'], ['13'], [null]]);
});

test('groups, conditions on groups, aggregates with a filter', async () => {
  const sql = `SELECT student_id, count(*) AS n, count(*) FILTER (WHERE status = 'absent') AS absent,
      sum(minutes) AS minutes
    FROM attendance GROUP BY 1 HAVING count(*) > 1 ORDER BY absent DESC`;
  expect(columnsOf(translate(sql, tables))).toEqual([
    'student_id varchar',
    'n bigint',
    'absent bigint',
    'minutes bigint',
  ]);
  expect(await answerOf(sql)).toEqual([
    ['s2', '3', '2', '240'],
    ['s1', '2', '1', '300'],
  ]);
});

test('arrays are unfolded with their numbers, beside what they are in', async () => {
  const sql = `SELECT student_id, tag, n FROM students CROSS JOIN UNNEST(tags) WITH ORDINALITY AS t (tag, n)
    ORDER BY student_id, n`;
  expect(await answerOf(sql)).toEqual([
    ['s1', 'chess', '1'],
    ['s1', 'choir', '2'],
  ]);
});

test('a column of USING is there once, and on the side that has it', async () => {
  const sql =
    'SELECT student_id, age, status FROM students RIGHT JOIN attendance USING (student_id) ORDER BY 1, 3';
  expect((await answerOf(sql)).at(-1)).toEqual(['s4', null, 'present']);
});

test('fields of rows, queries in queries, windows', async () => {
  const sql = `WITH counted AS (SELECT student_id, count(*) AS n FROM attendance GROUP BY student_id)
    SELECT s.address.city, (SELECT max(c.n) FROM counted c WHERE c.student_id = s.student_id) AS n,
      row_number() OVER (ORDER BY s.student_id DESC) AS place
    FROM curated.students s
    WHERE EXISTS (SELECT 1 FROM attendance a WHERE a.student_id = s.student_id) ORDER BY place`;
  expect(await answerOf(sql)).toEqual([
    ['Cali', '3', '1'],
    ['Bogotá', '2', '2'],
  ]);
});

test('a translation tells which columns its values come from, and which ones decide its rows', () => {
  const {
    columns,
    uses,
    tables: read,
  } = translate(
    `WITH absences AS (SELECT student_id, count_if(status = 'absent') AS n FROM attendance GROUP BY student_id)
     SELECT s.student_id, n, age + 1 AS next_age FROM students s JOIN absences a ON a.student_id = s.student_id
     WHERE birth_date IS NOT NULL`,
    tables,
  );
  expect(columns.map(({ name, sources }) => [name, sources])).toEqual([
    ['student_id', [{ table: 'curated.students', column: 'student_id', how: 'identity' }]],
    ['n', [{ table: 'curated.attendance', column: 'status', how: 'aggregated' }]],
    ['next_age', [{ table: 'curated.students', column: 'age', how: 'derived' }]],
  ]);
  expect(uses.map(({ table, column }) => `${table}.${column}`).sort()).toEqual([
    'curated.attendance.student_id',
    'curated.students.birth_date',
    'curated.students.student_id',
  ]);
  expect(read).toEqual(['curated.attendance', 'curated.students']);
});

test.each([
  ['SELECT foo FROM students', "line 1, column 8: Column 'foo' cannot be resolved"],
  ['SELECT agee FROM students', "line 1, column 8: Column 'agee' cannot be resolved (did you mean age?)"],
  [
    'SELECT 1\nFROM student',
    "line 2, column 6: Table 'curated.student' does not exist (did you mean students?)",
  ],
  [
    'SELECT student_id FROM students, attendance',
    "line 1, column 8: Column 'student_id' is ambiguous (It is in students and attendance: write the table before it.)",
  ],
  [
    "SELECT age + '1' FROM students",
    'line 1, column 12: Cannot apply operator: bigint + varchar(1) (Nothing becomes another type by itself that could fail: CAST(... AS bigint), or TRY_CAST for null where it fails.)',
  ],
  [
    'SELECT age, count(*) FROM students',
    "line 1, column 8: 'age' must be an aggregate expression or appear in GROUP BY clause (Group by age, or take one of the group: arbitrary(age), max(age).)",
  ],
  [
    'SELECT read_csv(1)',
    "line 1, column 8: Function 'read_csv' is not available (docs/sql.md lists what there is.)",
  ],
  [
    'SELECT 1 FROM t1 NATURAL JOIN t2',
    'line 1, column 18: natural joins are not supported (Name the columns: JOIN ... USING (student_id).)',
  ],
  [
    'DROP TABLE students',
    'line 1, column 1: only reading is possible here (Give one SELECT, WITH, VALUES, TABLE, SHOW, DESCRIBE or EXPLAIN.)',
  ],
  ['SELECT 1; SELECT 2', 'line 1, column 11: expected the end of the statement, found "SELECT"'],
])('%s is refused at its place', (sql, message) => {
  expect(refusalOf(sql)).toBe(message);
});
