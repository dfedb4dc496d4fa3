import { afterAll, beforeAll, expect, test } from 'vitest';
import { briefError } from '../../../analytics/engine/errors.ts';
import { accessOf } from '../../../analytics/governance/access.ts';
import { duckdbFunctions } from '../../../analytics/governance/functions.ts';
import { seenName, seenSql } from '../../../analytics/governance/seen.ts';
import { martsOf } from '../../../analytics/marts.ts';
import { catalog } from '../../../datasets/catalog.ts';
import { guardStatement } from '../../../lake/governance/guard.ts';
import { roles } from '../../../lake/governance/roles.ts';
import { exactBatches } from '../../../lake/sql/answer.ts';
import { runLocked } from '../../../lake/sql/query.ts';
import { type View, viewsOf } from '../../../lake/sql/views.ts';
import type { TestLake } from '../../lake/support.ts';
import { hostile } from './hostile.ts';
import { everythingOf, lakeOfTwoSchools, secretsFrom } from './school.ts';

/**
 * The second wall alone: what is hostile goes straight to DuckDB as its own SQL, past the translation, in a session
 * that holds every table whole. Only the guard, the views of the role and the lock stand before it.
 */
const access = accessOf(catalog, martsOf(catalog), roles.analyst);
const seen = ['curated.students', 'curated.incidents'].map((name) => ({
  name,
  from: name,
  access: access.of(name),
}));
const secrets = secretsFrom({ role: 'analyst', schools: [] });

let lake: TestLake;
let views: View[];
beforeAll(async () => {
  lake = await lakeOfTwoSchools();
  const names = Object.keys(catalog).map((name) => `curated.${name}`);
  views = await viewsOf({ dirs: lake.dirs, contracts: catalog }, [...names, 'raw.changes'], undefined);
});
afterAll(() => lake.close());

async function run(sql: string, isGuarded = true): Promise<{ isRefused: boolean; text: string }> {
  const allowed = { tables: new Set(seen.map(seenName)), functions: duckdbFunctions };
  try {
    const answer = await runLocked(
      {
        sql,
        views,
        definitions: seenSql(seen, roles.analyst.smallestGroup),
        ...(isGuarded ? { check: (connection) => guardStatement(connection, sql, allowed) } : {}),
        told: briefError,
      },
      { threads: 1 },
    );
    try {
      const rows: unknown[] = [answer.columns.map(({ name }) => name)];
      for await (const batch of exactBatches(answer)) rows.push(...batch);
      return { isRefused: false, text: JSON.stringify(rows) };
    } finally {
      await answer.close();
    }
  } catch (error) {
    return { isRefused: true, text: everythingOf(error) };
  }
}

/** The whole table stays what it is; a table by its bare name is the role's. */
const filledIn = (sql: string) =>
  sql
    .replaceAll(/\bcurated\.S\b/g, 'curated.students')
    .replaceAll(/\bS\b/g, 'seen."curated.students"')
    .replaceAll(/\bC\b/g, 'family_name')
    .replaceAll(/\bR\b/g, 'primary_org_id');

const found = (text: string) => secrets.filter((secret) => text.includes(secret));

test('without the guard the session gives everything away', async () => {
  const { text } = await run('SELECT * FROM curated.students', false);
  expect(found(text).length).toBeGreaterThan(5);
});

test('what the role may read passes', async () => {
  const { isRefused, text } = await run('SELECT count(*), max(primary_org_id) FROM seen."curated.students"');
  expect({ isRefused, text }).toEqual({
    isRefused: false,
    text: '[["count_star()","max(primary_org_id)"],["2","sur"]]',
  });
});

/** What this wall lets through of what the first one refuses: a variable of the translation's own, and the role's table. */
const passing: Readonly<Record<string, readonly string[]>> = {
  'files and functions of the engine': ["SELECT getvariable('now')"],
  'statements that are none': [],
  'tables that are not there': [
    'SELECT * FROM seen."curated.students"',
    'SELECT * FROM "seen"."curated.students"',
  ],
};

test.each(Object.keys(hostile))('nothing comes out of %s', async (kind) => {
  const passed: string[] = [];
  for (const sql of (hostile[kind] ?? []).map(filledIn)) {
    const { isRefused, text } = await run(sql);
    if (!isRefused) passed.push(sql);
    expect({ sql, found: found(text) }).toEqual({ sql, found: [] });
  }
  if (passing[kind]) expect(passed).toEqual(passing[kind]);
});
