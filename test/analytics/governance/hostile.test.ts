import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalog } from '../../../datasets/catalog.ts';
import type { Viewer } from '../../../lake/governance/roles.ts';
import type { TestLake } from '../../lake/support.ts';
import { hostile } from './hostile.ts';
import { lakeOfTwoSchools, secretsFrom, told } from './school.ts';

let lake: TestLake;
beforeAll(async () => {
  lake = await lakeOfTwoSchools();
});
afterAll(() => lake.close());

interface Attempt {
  readonly viewer: Viewer;
  readonly table: string;
  readonly hidden: string;
  readonly seen: string;
}

const attempts: readonly Attempt[] = [
  {
    viewer: { role: 'analyst', schools: [] },
    table: 'students',
    hidden: 'family_name',
    seen: 'primary_org_id',
  },
  {
    viewer: { role: 'registrar', schools: ['norte'] },
    table: 'incidents',
    hidden: 'description',
    seen: 'student_id',
  },
];

const filledIn = (sql: string, { table, hidden, seen }: Attempt) =>
  sql.replaceAll(/\bS\b/g, table).replaceAll(/\bC\b/g, hidden).replaceAll(/\bR\b/g, seen);

const all = Object.values(hostile).flat();

test('they are many', () => {
  expect(new Set(all).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(200);
});

describe.each(attempts)('$viewer.role', (attempt) => {
  const secrets = secretsFrom(attempt.viewer);

  test('there is something to find', async () => {
    expect(secrets.length).toBeGreaterThan(50);
    const everything = await told(lake, { role: 'data_engineer', schools: [] }, 'SELECT * FROM raw.changes');
    expect(secrets.filter((secret) => everything.text.includes(secret)).length).toBe(secrets.length);
  });

  test.each(Object.keys(hostile))('%s', async (kind) => {
    const mayRun = kind === 'what may be asked, and tells nothing';
    for (const statement of hostile[kind] ?? []) {
      const sql = filledIn(statement, attempt);
      const { isRefused, text } = await told(lake, attempt.viewer, sql);
      expect({ sql, isRefused, text }).toMatchObject({ sql, isRefused: !mayRun });
      if (isRefused) expect(text, sql).toMatch(/^UserError: /);
      expect({ sql, found: secrets.filter((secret) => text.includes(secret)) }).toEqual({ sql, found: [] });
    }
  });

  test('every table, whole', async () => {
    for (const name of Object.keys(catalog)) {
      const { text } = await told(lake, attempt.viewer, `SELECT * FROM ${name}`);
      expect({ name, found: secrets.filter((secret) => text.includes(secret)) }).toEqual({ name, found: [] });
    }
  });
});
