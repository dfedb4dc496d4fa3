import { expect, test } from 'vitest';
import { bindQuery } from '../../../query/language/bind.ts';
import { parseFilter, parseSort } from '../../../query/language/parse.ts';
import { filterSql, type Sql } from '../../../query/sqlite/filter.ts';
import { pageSql } from '../../../query/sqlite/select.ts';
import { createStatements, indexTable } from '../../../query/sqlite/table.ts';
import { contracts } from '../contracts.ts';

const tableOf = (contract: Parameters<typeof indexTable>[0]) => indexTable(contract, 1);

function condition(where: string, dataset = 'pupils'): Sql {
  const { where: bound, contract } = bindQuery(contracts, { dataset, where: parseFilter(where) });
  return bound ? filterSql(tableOf, tableOf(contract), bound, 'self') : expect.fail(where);
}

test.each<[string, string, unknown[]]>([
  ['steps > 9', 'self."steps" > ?', [9n]],
  ['score = 7.5', 'self."score" = ?', [75000n]],
  ["not status = 'left'", 'NOT ifnull((self."status" = ?), 0)', ['left']],
  ["pupil_id ^= 'a1'", '(self."pupil_id" >= ? AND self."pupil_id" < ?)', ['a1', 'a2']],
  [
    "family_name ^= 'De la'",
    'self.id IN (SELECT rowid FROM "pupils.1~text"(?))',
    ['"family_name~words" : ^ "de la" *'],
  ],
  [
    "email = 'ana@x.es'",
    '(self."email" = ? AND self.id IN (SELECT rowid FROM "pupils.1~text"(?)))',
    ['ana@x.es', '"email~words" : ^ "ana x es" *'],
  ],
  [
    "text(given_name, notes): 'Ausencias'",
    'self.id IN (SELECT rowid FROM "pupils.1~text"(?))',
    ['({"given_name~words" "notes~words"} : ("ausencias" OR "ausencias" *) OR {"notes~stems"} : "ausenci")'],
  ],
  ['home.area < 9', `CAST(replace(json_extract(self."home", '$."area"'), '.', '') AS INTEGER) < ?`, [900n]],
  [
    "has bonds(has guardian_id(name ^= 'a'))",
    'self."pupil_id" IN (SELECT self_."pupil_id" FROM "bonds.1" AS self_ WHERE ' +
      'self_."guardian_id" IN (SELECT self__."guardian_id" FROM "guardians.1" AS self__ WHERE ' +
      'self__.id IN (SELECT rowid FROM "guardians.1~text"(?))))',
    ['"name~words" : ^ "a" *'],
  ],
  ['has bonds', 'EXISTS (SELECT 1 FROM "bonds.1" AS self_ WHERE self_."pupil_id" = self."pupil_id")', []],
])('%s is asked as SQL', (where, sql, params) => {
  expect(condition(where)).toEqual({ sql, params });
});

test('a relation over a list goes through its side table', () => {
  expect(condition("has term_ids(term_id = 't1')", 'groups')).toEqual({
    sql:
      'self.id IN (SELECT id FROM "groups.1.term_ids" WHERE item IN ' +
      '(SELECT self_."term_id" FROM "terms.1" AS self_ WHERE self_."term_id" = ?))',
    params: ['t1'],
  });
});

test('a page begins behind the last row of the one before', () => {
  const sort = parseSort('contact_order desc nulls first');
  const after = Buffer.from(
    JSON.stringify(['bonds contact_order desc nulls first, bond_id nulls last', '2', 'b1']),
  ).toString('base64url');
  expect(pageSql(tableOf, bindQuery(contracts, { dataset: 'bonds', sort, after, limit: 5 }))).toEqual({
    sql:
      'SELECT self."bond_id", self."pupil_id", self."guardian_id", self."contact_order", self."_version" ' +
      'FROM "bonds.1" AS self WHERE (self."contact_order" < ? OR self."contact_order" IS ? AND self."bond_id" > ?) ' +
      'ORDER BY self."contact_order" DESC NULLS FIRST, self."bond_id" LIMIT 6',
    params: [2n, 2n, 'b1'],
  });
});

test('a dataset is a typed table, an index for each reference, and what full text reads', () => {
  expect(createStatements(tableOf(contracts.bonds ?? expect.fail()))).toEqual([
    'CREATE TABLE "bonds.1" (id INTEGER PRIMARY KEY, "bond_id" TEXT NOT NULL UNIQUE, "pupil_id" TEXT, ' +
      '"guardian_id" TEXT, "contact_order" INTEGER, "_version" INTEGER NOT NULL) STRICT',
    'CREATE INDEX "bonds.1.pupil_id" ON "bonds.1" ("pupil_id") WHERE "pupil_id" IS NOT NULL',
    'CREATE INDEX "bonds.1.guardian_id" ON "bonds.1" ("guardian_id") WHERE "guardian_id" IS NOT NULL',
  ]);
  expect(createStatements(tableOf(contracts.terms ?? expect.fail()))[1]).toBe(
    `CREATE VIRTUAL TABLE "terms.1~text" USING fts5("title~words", "title~stems", content="terms.1", content_rowid='id', tokenize='ascii')`,
  );
});
