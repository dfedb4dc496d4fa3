import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fixedClock } from '../../base/clock.ts';
import { date, integer, text } from '../../datasets/columns.ts';
import { type Contract, defineDataset } from '../../datasets/contract.ts';
import { openLedger } from '../../ingestion/ledger/ledger.ts';
import { positionText } from '../../ingestion/ledger/position.ts';
import { compileMapping } from '../../ingestion/mapping/compile.ts';
import type { Mapping, SourceRow } from '../../ingestion/mapping/mapping.ts';
import { offer } from '../../ingestion/mapping/offer.ts';
import { postgresReaders } from '../../ingestion/postgres/readers.ts';
import { curate } from '../../lake/curation/curate.ts';
import { rebuildTable } from '../../lake/curation/rebuild.ts';
import { openEngine } from '../../lake/duckdb.ts';
import { exactObjects } from '../../lake/exact.ts';
import { scanSql } from '../../lake/iceberg/scan.ts';
import { openTable } from '../../lake/iceberg/versions.ts';
import { openRawSink } from '../../lake/raw/sink.ts';
import { recoverRows } from '../../runtime/rebuild.ts';

const rest = {
  name: 'pets',
  kind: 'entity',
  meaning: 'A pet.',
  es: 'Mascotas',
  key: 'pet_id',
  subjects: {},
  scope: { kind: 'shared' },
  quality: [],
  freshness: 'PT1M',
  retention: { period: 'P1Y', from: 'deletion' },
} as const;
const columns = {
  pet_id: text('Key', { es: 'Clave' }),
  name: text('Name', { es: 'Nombre' }),
};
const older = defineDataset({ ...rest, version: 1, columns });
const newer = defineDataset({
  ...rest,
  version: 2,
  columns: {
    ...columns,
    legs: integer('Legs', { es: 'Patas', optional: true }),
    born: date('Born', { es: 'Nacido', optional: true }),
    planet: text('Planet', { es: 'Planeta', optional: true }),
    nickname: text('Nickname', { es: 'Apodo', optional: true }),
  },
});
const mapping = (version: number, fields: Mapping['fields']): Mapping => ({
  table: 'mascotas',
  dataset: 'pets',
  version,
  fields,
  secret: ['clave'],
});
const olderMapping = mapping(1, { pet_id: 'id', name: 'nombre' });
const newerMapping = mapping(2, {
  ...olderMapping.fields,
  legs: 'patas',
  born: 'nacido',
  planet: { constant: 'Tierra' },
  nickname: 'nombre',
});
const rows: SourceRow[] = [
  { id: '1', nombre: 'Lía', patas: '4', nacido: '2019-02-28', color: 'gris', clave: 'x' },
  { id: '2', nombre: 'Sol', patas: null, nacido: 'infinity', color: null, clave: 'x' },
];

/** A ledger and a lake in a folder, as a program with this contract opens them. */
async function platform(root: string, contract: Contract, mapping: Mapping) {
  const clock = fixedClock('2026-03-01T10:00:00Z');
  const dirs = {
    raw: join(root, 'raw'),
    curated: join(root, 'curated'),
    tombstones: join(root, 'tombstones'),
    keys: join(root, 'keys'),
  };
  for (const dir of Object.values(dirs)) mkdirSync(dir, { recursive: true });
  const contracts = { pets: contract };
  const ledger = openLedger(join(root, 'ledger.db'), { clock, contracts });
  const source = ledger.source('legacy', 'postgres');
  const engine = await openEngine({ spill: join(root, 'spill'), threads: 1 });
  const compiled = compileMapping(mapping, contract, postgresReaders);
  return {
    ledger,
    dirs,
    engine,
    clock,
    write(row: SourceRow, lsn: number) {
      const position = positionText(1, BigInt(lsn), 0);
      const { change, rejection } = offer(compiled, row, { position, place: 'mascotas' });
      return ledger.accept(source, {
        changes: change ? [change] : [],
        rejections: rejection ? [rejection] : [],
      });
    },
    recover: () => recoverRows(ledger, contract, () => [compiled], new AbortController().signal),
    async settle() {
      const sink = await openRawSink({ dir: dirs.raw, bus: ledger, engine, clock });
      while ((await sink.pull(100)) > 0);
      await sink.flush();
      sink.close();
      while ((await curate(contract, { dirs, engine, clock })).more);
    },
    async curated() {
      const connection = await engine.connect();
      const table = await openTable(join(dirs.curated, 'pets'));
      if (!table) throw new Error('no table');
      const found = await exactObjects(
        connection,
        `SELECT * EXCLUDE (_version, _changed_at) FROM ${await scanSql(table)} ORDER BY pet_id`,
      );
      connection.closeSync();
      return found;
    },
    close() {
      engine.close();
      ledger.close();
    },
  };
}

function folder(): string {
  const root = mkdtempSync(join(tmpdir(), 'aljibe-rebuild-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  return root;
}

/** A folder where an older program was at work. */
async function olderFolder(): Promise<string> {
  const root = folder();
  const before = await platform(root, older, olderMapping);
  for (const [at, row] of rows.entries()) before.write(row, at + 1);
  await before.settle();
  before.close();
  return root;
}

const expected = [
  { pet_id: '1', name: 'Lía', legs: '4', born: '2019-02-28', planet: 'Tierra', nickname: null },
  // `infinity` is no day that a date can hold.
  { pet_id: '2', name: 'Sol', legs: null, born: null, planet: 'Tierra', nickname: null },
];

test('a newer contract finds its columns among those that were kept of the source, and a rebuild keeps them', async () => {
  const after = await platform(await olderFolder(), newer, newerMapping);
  onTestFinished(() => after.close());
  expect(await after.recover()).toBe(2);
  await after.settle();
  expect(await after.curated()).toEqual(expected);
  await rebuildTable(newer, after);
  expect(await after.curated()).toEqual(expected);
  expect([...after.ledger.rows('pets')].map(({ row }) => row)).toEqual(expected);
});

test('what is recovered is what the source would have sent, but for columns that another column reads', async () => {
  const after = await platform(await olderFolder(), newer, newerMapping);
  onTestFinished(() => after.close());
  await after.recover();
  const live = await platform(folder(), newer, newerMapping);
  onTestFinished(() => live.close());
  for (const [at, row] of rows.entries()) live.write(row, at + 1);
  const withoutNicknames = (entries: typeof live.ledger) =>
    [...entries.rows('pets')].map(({ row }) => ({ ...row, nickname: null }));
  expect(withoutNicknames(after.ledger)).toEqual(withoutNicknames(live.ledger));
  expect(after.ledger.get('pets', '1')?.extra).toBe(live.ledger.get('pets', '1')?.extra);
});

test('a revision is a change on the bus, and leaves the position to the source', async () => {
  const after = await platform(await olderFolder(), newer, newerMapping);
  onTestFinished(() => after.close());
  await after.recover();
  expect(after.ledger.read(2, 10)).toMatchObject([
    { seq: 3, key: '1', version: 2, contractVersion: 2, mappingVersion: 2, position: positionText(1, 1n, 0) },
    { seq: 4, key: '2', version: 2, contractVersion: 2, mappingVersion: 2, position: positionText(1, 2n, 0) },
  ]);
  expect(after.write({ ...rows[0], nombre: 'vieja' }, 1)).toMatchObject({ stale: 1 });
  expect(after.write({ ...rows[0], nombre: 'Lía' }, 9)).toMatchObject({ accepted: 1 });
  expect(after.ledger.get('pets', '1')).toMatchObject({ version: 3, row: { nickname: 'Lía' } });
});

test('the second time there is nothing to recover', async () => {
  const after = await platform(await olderFolder(), newer, newerMapping);
  onTestFinished(() => after.close());
  await after.recover();
  expect(await after.recover()).toBe(0);
  expect(after.ledger.head()).toBe(4);
});

test('an unchanged contract has nothing to recover', async () => {
  const same = await platform(await olderFolder(), older, olderMapping);
  onTestFinished(() => same.close());
  expect(await same.recover()).toBe(0);
});
