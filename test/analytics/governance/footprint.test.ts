import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprintOf, footprintOf } from '../../../analytics/governance/footprint.ts';
import { martsOf } from '../../../analytics/marts.ts';
import { translate } from '../../../analytics/sql/translate.ts';
import { catalog } from '../../../datasets/catalog.ts';

const marts = martsOf(catalog);
const footprint = (sql: string) => footprintOf(sql, translate(sql, marts));

test('it names every column that values are made of and rows are chosen by', () => {
  const { tables, columns } = footprint(
    `SELECT upper(s.given_name) FROM students s JOIN attendance a ON a.student_id = s.student_id
     WHERE a.status = 'absent' GROUP BY s.given_name, s.student_id ORDER BY s.student_id`,
  );
  expect(tables).toEqual(['curated.attendance', 'curated.students']);
  expect(columns).toEqual([
    'curated.attendance.status',
    'curated.attendance.student_id',
    'curated.students.given_name',
    'curated.students.student_id',
  ]);
});

test('a table of the past is named as well', () => {
  const sql = "SELECT org_id FROM orgs FOR TIMESTAMP AS OF TIMESTAMP '2026-03-02 00:00:00 UTC'";
  expect(footprint(sql)).toMatchObject({ tables: ['curated.orgs'], columns: ['curated.orgs.org_id'] });
});

test('of a statement that was not understood its fingerprint stays', () => {
  expect(footprintOf('SELECT nothing FROM nowhere', null)).toEqual({
    fingerprint: fingerprintOf('SELECT nothing FROM nowhere'),
    tables: [],
    columns: [],
  });
  expect(fingerprintOf("SELECT 'without an end")).toBeNull();
});

test.each([
  ["SELECT 1 FROM t WHERE name = 'Núñez'", "select 2\n  from T where name = 'Ana' -- who?"],
  ["SELECT * FROM t WHERE a IN ('x', 'y', 'z')", "SELECT * FROM t WHERE a IN ('w')"],
  ['SELECT 1.5e3, 2.5', 'SELECT 7'],
])('%s is the same as %s', (one, other) => {
  expect(fingerprintOf(one)).toBe(fingerprintOf(other));
});

test.each([
  ['SELECT a FROM t', 'SELECT b FROM t'],
  ['SELECT "A" FROM t', 'SELECT a FROM t'],
  ['SELECT a FROM t WHERE b = 1', 'SELECT a FROM t WHERE b <> 1'],
])('%s is another than %s', (one, other) => {
  expect(fingerprintOf(one)).not.toBe(fingerprintOf(other));
});

test('no text, however it is written, has a say in it', () => {
  const statement = (text: string) => `SELECT a FROM t WHERE b = '${text.replaceAll("'", "''")}' AND c > 0`;
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
      expect(fingerprintOf(statement(one))).toBe(fingerprintOf(statement(other)));
    }),
    { seed: 7 },
  );
});
