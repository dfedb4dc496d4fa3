import type { ReadLog } from '../../../analytics/engine/readLog.ts';
import { roleEngine } from '../../../analytics/engine/role.ts';
import { accessOf } from '../../../analytics/governance/access.ts';
import { martsOf } from '../../../analytics/marts.ts';
import { catalog } from '../../../datasets/catalog.ts';
import type { ColumnType } from '../../../datasets/columns.ts';
import type { AnyRow, Contract } from '../../../datasets/contract.ts';
import { roles, type Viewer } from '../../../lake/governance/roles.ts';
import { rowRule } from '../../../lake/governance/rows.ts';
import { openTestLake, type TestLake } from '../../lake/support.ts';

export const schools = ['norte', 'sur'] as const;
type School = (typeof schools)[number];

/** A value that stands in one column of one school's row and nowhere else, where its type has room for one. */
function canary({ name, columns, key }: Contract, column: string, school: School): unknown {
  const { type, references, vocabulary } = columns[column] as Contract['columns'][string];
  if (name === 'orgs' && column === 'org_id') return school;
  if (column === 'school_id') return school;
  if (column === 'time_zone') return 'Europe/Madrid';
  // Not a name in which that of another row stands.
  if (name === 'quality_results' && column === key) return `measured-${school}`;
  if (column === key) return `${name}-${school}`;
  if (references) return references === 'orgs' ? school : `${references}-${school}`;
  if (vocabulary) return vocabulary[0];
  return canaryOf(type, `${name}.${column}.${school}`);
}

function canaryOf(type: ColumnType, label: string): unknown {
  const number = [...label].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 899_983, 7) + 100_000;
  switch (type.kind) {
    case 'text':
      return `canary ${label}`;
    case 'integer':
      return String(number);
    case 'decimal':
      return `0.${String(number).padEnd(type.scale, '0').slice(0, type.scale)}`;
    case 'boolean':
      return true;
    case 'date':
      return `2025-${String((number % 9) + 1).padStart(2, '0')}-15`;
    case 'timestamp':
      return `2025-10-01T08:00:00.${number}Z`;
    case 'json':
      return JSON.stringify({ secret: `canary ${label}` });
    case 'list':
      return [canaryOf(type.of, label)];
    case 'struct':
      return Object.fromEntries(
        Object.entries(type.fields).map(([name, field]) => [name, canaryOf(field, `${label}.${name}`)]),
      );
  }
}

const rowOf = (contract: Contract, school: School): AnyRow =>
  Object.fromEntries(Object.keys(contract.columns).map((name) => [name, canary(contract, name, school)]));

/** Two schools with a row each in every dataset, all of whose columns have a value. */
export async function lakeOfTwoSchools(): Promise<TestLake> {
  const lake = await openTestLake();
  for (const contract of Object.values(catalog)) {
    for (const school of schools) {
      const row = rowOf(contract, school);
      lake.bus.put(contract, String(row[contract.key]), row);
    }
    await lake.settle(contract);
  }
  return lake;
}

const texts = (value: unknown): string[] => {
  // Of JSON what stands in it: how it is written changes on its way.
  if (typeof value === 'string') return [/canary [^"]+/.exec(value)?.[0] ?? value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
};

const marts = martsOf(catalog);

/** Texts that nothing which a viewer reads may hold: they stand only where the viewer's role does not look. */
export function secretsFrom({ role, schools: own }: Viewer): string[] {
  const access = accessOf(catalog, marts, roles[role]);
  const [seen, hidden] = [new Set<string>(), new Set<string>()];
  for (const contract of Object.values(catalog)) {
    const { columns } = access.of(`curated.${contract.name}`);
    for (const school of schools) {
      const isOwn = roles[role].rows === 'all' || own.includes(school) || rowRule(contract) === null;
      for (const [column, value] of Object.entries(rowOf(contract, school))) {
        for (const text of texts(value)) (isOwn && columns.get(column)?.isSeen ? seen : hidden).add(text);
      }
    }
  }
  return [...hidden].filter((text) => !seen.has(text) && /canary|-(norte|sur)|\d{6}/.test(text));
}

/** What comes back of a statement: its rows as text, or what is said of its failure. */
export async function told(
  lake: TestLake,
  viewer: Viewer,
  sql: string,
): Promise<{ isRefused: boolean; text: string }> {
  try {
    const answer = await roleEngine({ dirs: lake.dirs, contracts: catalog }, viewer, unlogged).run(sql, {
      threads: 1,
    });
    try {
      const rows: unknown[] = [answer.columns.map(({ name }) => name)];
      for await (const batch of answer.batches()) rows.push(...batch);
      return { isRefused: false, text: JSON.stringify(rows) };
    } finally {
      await answer.close();
    }
  } catch (error) {
    return { isRefused: true, text: everythingOf(error) };
  }
}

/** Message, hint, stack and causes. */
export function everythingOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { hint = '' } = error as { hint?: string };
  return `${error.name}: ${error.message} ${hint} ${error.cause === undefined ? '' : everythingOf(error.cause)}`;
}

/** For what is not about the audit. */
export const unlogged: ReadLog = { begin: () => () => {} };
