import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { fixedClock } from '../../../base/clock.ts';
import type { Contract } from '../../../datasets/contract.ts';
import { retrying } from '../../../lake/curation/retrying.ts';
import { curatedDir } from '../../../lake/dirs.ts';
import { evolveSchema } from '../../../lake/iceberg/evolve.ts';
import { currentSchema } from '../../../lake/iceberg/schema.ts';
import { openTable } from '../../../lake/iceberg/versions.ts';
import { requireApplied } from '../../../runtime/definition/admit.ts';
import { apply } from '../../../runtime/definition/apply.ts';
import { type Applied, beginApply } from '../../../runtime/definition/record.ts';
import { openPlatform } from '../../../runtime/platform.ts';
import { layoutOf } from '../../../runtime/state.ts';
import { runWriter } from '../../../runtime/writer.ts';
import { writeBundle } from '../../cli/bundle.ts';

const clock = fixedClock('2026-03-02T10:00:00Z');
const { signal } = new AbortController();
let dir: string;

/** A lake that was just begun. */
beforeEach(async () => {
  const root = mkdtempSync(join(tmpdir(), 'aljibe-definition-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  dir = join(root, 'state');
  await write();
});

/** What any command that writes does first and last. */
async function write(): Promise<string[]> {
  const told: string[] = [];
  const platform = await openPlatform(dir, clock, {
    progress: ({ step }) => told.push(step),
    failed: () => {},
  });
  if (!platform) throw new Error('somebody else writes');
  await platform.close();
  return told;
}

const applying = (options: { allowBreaking?: boolean; undo?: boolean } = {}) =>
  apply({ dir, clock, signal, progress: () => {}, allowBreaking: false, undo: false, ...options });

const recordPath = (number: number) => join(dir, 'applied', `00000${number}.json`);
const recorded = (number: number) => JSON.parse(readFileSync(recordPath(number), 'utf8')) as Applied;
const records = () => readdirSync(join(dir, 'applied'));

/** Makes the lake one of an older program, in which a contract had other facts. */
function older(dataset: string, change: (contract: Contract) => object): void {
  const first = recorded(1);
  const contract = first.definition.contracts[dataset] as Contract;
  const contracts = {
    ...first.definition.contracts,
    [dataset]: { ...contract, version: 0, ...change(contract) },
  };
  const definition = { ...first.definition, contracts };
  writeFileSync(recordPath(1), JSON.stringify({ ...first, fingerprint: 'older', definition }));
}

const without = ({ columns }: Contract, name: string) => ({
  columns: Object.fromEntries(Object.entries(columns).filter(([column]) => column !== name)),
});
const withAnother = ({ columns }: Contract) => ({
  columns: {
    ...columns,
    colour: { type: { kind: 'text' }, meaning: 'Colour.', es: 'Color', optional: true },
  },
});
const withOpenNotes = ({ columns }: Contract) => ({
  columns: { ...columns, notes: { ...columns.notes, reveals: 'nothing' } },
});

describe('a program that writes', () => {
  test('records what it defines where nothing was', () => {
    expect(recorded(1)).toMatchObject({
      number: 1,
      undoes: null,
      changes: [],
      at: '2026-03-02T10:00:00.000000Z',
    });
    expect(recorded(1).definition.contracts.students?.key).toBe('student_id');
  });

  test('records it once', async () => {
    await write();
    expect(records()).toEqual(['000001.json']);
  });

  test('applies what takes nothing away', async () => {
    older('courses', (courses) => without(courses, 'credits'));
    expect(await write()).toEqual(['applying what is new: 1 additive']);
    expect(recorded(2).changes).toEqual([
      { place: 'courses.credits', what: 'column added', kind: 'additive' },
    ]);
  });

  test('waits for somebody to apply what shows other things', async () => {
    older('students', withOpenNotes);
    await expect(write()).rejects.toThrow(
      `${dir}: the lake is of another definition than this program: 1 privacy`,
    );
    expect(() => requireApplied(layoutOf(dir))).toThrow('is of another definition than this program');
    await applying();
    requireApplied(layoutOf(dir));
    await write();
    expect(recorded(2).changes).toEqual([
      { place: 'students.notes', what: 'reveals sensitive, was nothing', kind: 'privacy' },
    ]);
  });

  test('waits for an apply that did not end', async () => {
    older('courses', (courses) => without(courses, 'credits'));
    beginApply(layoutOf(dir), { fingerprint: 'of a third program', undo: true, schemas: {} });
    await expect(write()).rejects.toThrow(`${dir}: an apply did not end`);
    await expect(applying()).rejects.toThrow(`${dir}: another apply did not end`);
  });
});

describe('an apply', () => {
  test('is refused where something would fail that worked, unless that is allowed', async () => {
    older('courses', withAnother);
    await expect(applying()).rejects.toThrow(/^courses.colour: column dropped$/);
    const { number, plan } = await applying({ allowBreaking: true });
    expect(number).toBe(2);
    expect(plan.changes).toEqual([
      { place: 'courses.colour', what: 'column dropped', kind: 'breaking', rows: 0, affects: [] },
    ]);
    await write();
  });

  test('is refused for what no table can follow, whatever is allowed', async () => {
    older('courses', () => ({ key: 'title' }));
    await expect(applying({ allowBreaking: true })).rejects.toThrow(
      'courses: key course_id, was title: rows and history stand by it: make another dataset',
    );
    expect(records()).toEqual(['000001.json']);
  });

  test('of the same definition changes nothing', async () => {
    expect(await applying()).toEqual({ number: 1, undoes: null, plan: { changes: [], steps: [] } });
    expect(records()).toEqual(['000001.json']);
  });

  test('waits for whoever writes', async () => {
    const platform = await openPlatform(dir, clock, { progress: () => {}, failed: () => {} });
    await expect(applying()).rejects.toThrow(`${dir}: another aljibe is writing there`);
    await platform?.close();
  });
});

describe('an apply that is taken back', () => {
  test('leaves the lake to the program of before, until it is applied again', async () => {
    older('courses', withAnother);
    await applying({ allowBreaking: true });
    expect(await applying({ undo: true })).toMatchObject({ number: 3, undoes: 2 });
    expect(recorded(3)).toMatchObject({ fingerprint: 'older', undoes: 2 });
    await expect(write()).rejects.toThrow(`${dir}: what this program says was taken back on 2026-03-02`);
    await applying({ allowBreaking: true });
    await write();
    expect(records()).toHaveLength(4);
  });

  test('cannot be taken back itself', async () => {
    older('courses', withAnother);
    await expect(applying({ undo: true })).rejects.toThrow(
      `${dir}: nothing was applied that could be undone`,
    );
    await applying({ allowBreaking: true });
    await applying({ undo: true });
    await expect(applying({ undo: true })).rejects.toThrow(`${dir}: the last apply was an undo`);
  });
});

describe('tables', () => {
  const bundle = () =>
    writeBundle(join(dir, '..', 'bundle'), {
      'orgs.csv': 'sourcedId,status,dateLastModified,name,type\nesc,,,IES Miguel Delibes,school\n',
      'courses.csv': 'sourcedId,title,orgSourcedId\nmat,Matemáticas,esc\n',
    });
  const load = () => {
    const args = { path: bundle(), maxRemovals: 1, acceptRemovals: [] };
    return runWriter('load oneroster', args, { dir, clock, progress: () => {}, signal });
  };
  const tableDir = () => curatedDir(layoutOf(dir), 'courses');
  const columns = async () => {
    const table = await openTable(tableDir());
    return table ? currentSchema(table.metadata).fields.map(({ name }) => name) : [];
  };

  test('have a new column as soon as it is applied, and not when that is taken back', async () => {
    await load();
    const moment = { now: clock.now() };
    await retrying(tableDir(), (table) => evolveSchema(table, [{ kind: 'drop', name: 'credits' }], moment));
    older('courses', (courses) => without(courses, 'credits'));
    await write();
    expect(await columns()).toContain('credits');
    await applying({ undo: true });
    expect(await columns()).not.toContain('credits');
  });

  test('that were made since go back too', async () => {
    older('courses', (courses) => without(courses, 'credits'));
    await write();
    await load();
    expect(await columns()).toContain('credits');
    await applying({ undo: true });
    expect(await columns()).not.toContain('credits');
  });
});
