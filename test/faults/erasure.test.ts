import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { fixedClock } from '../../base/clock.ts';
import { erasureBoundaries } from '../../base/failpoints.ts';
import { catalog } from '../../datasets/catalog.ts';
import { openLedger } from '../../ingestion/ledger/ledger.ts';
import { spillDir } from '../../lake/dirs.ts';
import { openEngine } from '../../lake/duckdb.ts';
import { dice } from '../../legacy/dice.ts';
import type { Certificate } from '../../runtime/erasure/certificate.ts';
import { lakeSide, querySide } from '../../runtime/parity/stores.ts';
import { layoutOf } from '../../runtime/state.ts';
import { aljibe } from '../cli/program.ts';

const people = Number(process.env.FAULTS_PEOPLE ?? 6);
const seed = Number(process.env.FAULTS_SEED ?? 1);

let root: string;
const school = () => join(root, 'school');

/** A school in a state directory, whose monolith is not running: an erasure does without it. */
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'faults-erasure-'));
  const up = await aljibe(['up', '--once', '--students', '60', '--seed', String(seed), '--dir', school()]);
  if (up.code !== 0) throw new Error(up.stderr);
  rmSync(join(school(), 'postgres'), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true }));

function copyOfSchool(): string {
  const dir = mkdtempSync(join(tmpdir(), 'faults-erasure-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  cpSync(school(), dir, { recursive: true });
  return dir;
}

/** Somebody who has values that are nobody else's. */
function keysIn(dir: string, dataset: string): string[] {
  const ledger = openLedger(layoutOf(dir).ledger, {
    clock: fixedClock('2026-01-01T00:00:00Z'),
    readOnly: true,
  });
  const rows = [...ledger.rows(dataset)];
  ledger.close();
  return rows.filter(({ row }) => row.identifier !== null || row.email !== null).map(({ key }) => key);
}

/** Rows of every dataset, which lake and query cluster have alike. */
async function countsIn(dir: string): Promise<Record<string, number>> {
  const state = layoutOf(dir);
  const engine = await openEngine({ spill: spillDir(state) });
  const counts: Record<string, number> = {};
  try {
    for (const contract of Object.values(catalog)) {
      // What Aljibe writes of itself grows with every command.
      if (contract.name === 'audit_events') continue;
      const lake = await lakeSide(state, engine).digest(contract);
      expect(await querySide(state.index).digest(contract)).toEqual(lake);
      counts[contract.name] = lake.rows;
    }
    return counts;
  } finally {
    engine.close();
  }
}

function certificatesIn(dir: string): Certificate[] {
  const { erasures } = layoutOf(dir);
  expect(readdirSync(erasures).filter((name) => name.endsWith('.unfinished.json'))).toEqual([]);
  return readdirSync(erasures).map((name) => JSON.parse(readFileSync(join(erasures, name), 'utf8')));
}

const less = (counts: Record<string, number>, deleted: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(counts).map(([name, rows]) => [name, rows - (deleted[name] ?? 0)]));

const places = erasureBoundaries.flatMap((boundary) => [`before ${boundary}`, `after ${boundary}`]);

describe('an erasure that is killed', () => {
  test.each(places)('%s is ended by whoever writes next', async (place) => {
    const dir = copyOfSchool();
    const before = await countsIn(dir);
    const [key = ''] = keysIn(dir, 'students');
    const line = ['erase', '--person', `students:${key}`, '--verify', '--dir', dir];
    const killed = await aljibe(line, { ALJIBE_FAILPOINTS: `${place}@1 kill` });
    expect(killed).toMatchObject({ code: null, stdout: '' });
    // Before there is a journal nothing was begun.
    if (place === 'before erase.journal') expect((await aljibe(line)).code).toBe(0);

    expect(await aljibe(['maintain', '--dir', dir])).toMatchObject({ code: 0 });

    const after = await countsIn(dir);
    const [certificate] = certificatesIn(dir);
    expect(certificate).toMatchObject({ verified: { after: 0 }, rows: { deleted: { students: 1 } } });
    expect(after).toEqual(less(before, certificate?.rows.deleted ?? {}));
  });
});

test(`of ${people} people nothing is left, and of everybody else everything`, async () => {
  const dir = copyOfSchool();
  const chance = dice(seed, 'faults/erasure');
  const everybody = ['students', 'guardians', 'teachers'].flatMap((dataset) =>
    keysIn(dir, dataset).map((key) => `${dataset}:${key}`),
  );
  const erased = new Set<string>();
  let counts = await countsIn(dir);
  for (let done = 0; done < people; done++) {
    // Somebody who was a guardian and a teacher is gone as both.
    const there = everybody.filter((person) => !erased.has(person));
    const person = there[chance.int(0, there.length - 1)] as string;
    const { code, stdout, stderr } = await aljibe([
      'erase',
      ...['--person', person, '--verify', '--json', '--dir', dir],
    ]);
    expect({ person, code, stderr: code === 0 ? '' : stderr }).toEqual({ person, code: 0, stderr: '' });
    const { certificate, rows, persons } = JSON.parse(stdout) as {
      certificate: Certificate;
      rows: Certificate['rows'];
      persons: string[];
    };
    for (const name of persons) erased.add(name);
    expect(certificate.verified).toMatchObject({ after: 0 });
    expect(certificate.verified?.before).toBeGreaterThan(0);
    const after = await countsIn(dir);
    expect(after).toEqual(less(counts, rows.deleted));
    counts = after;
  }
}, 1_200_000);
