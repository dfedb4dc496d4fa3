import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../../base/clock.ts';
import { date, integer, text } from '../../../datasets/columns.ts';
import { defineDataset } from '../../../datasets/contract.ts';
import type { Rejection, SourceChange } from '../../../ingestion/ledger/change.ts';
import { type Ledger, openLedger } from '../../../ingestion/ledger/ledger.ts';
import { positionText } from '../../../ingestion/ledger/position.ts';

const pets = defineDataset({
  name: 'pets',
  kind: 'entity',
  version: 3,
  meaning: 'A pet.',
  es: 'Mascotas',
  key: 'pet_id',
  columns: {
    pet_id: text('Key', { es: 'Clave' }),
    name: text('Name', { es: 'Nombre' }),
    story: text('Story', { es: 'Historia', optional: true }),
  },
  subjects: {},
  scope: { kind: 'shared' },
  quality: [],
  freshness: 'PT1M',
  retention: { period: 'P1Y', from: 'deletion' },
});

/** Their rows are refused outside of the rules. */
const visits = defineDataset({
  ...pets,
  name: 'visits',
  key: 'visit_id',
  columns: {
    visit_id: text('Key', { es: 'Clave' }),
    weight: integer('Weight', { es: 'Peso', optional: true }),
    begin_date: date('First day', { es: 'Inicio', optional: true, reveals: 'sensitive', whose: 'user' }),
    end_date: date('Last day', { es: 'Fin', optional: true }),
  },
  quality: [
    { name: 'weights', severity: 'quarantine', kind: 'between', column: 'weight', min: '1', max: '99' },
    { name: 'in-order', severity: 'quarantine', kind: 'ordered', first: 'begin_date', second: 'end_date' },
    { name: 'heavy', severity: 'error', kind: 'between', column: 'weight', max: '50' },
  ],
});

const now = '2026-01-02T03:04:05.000000Z';
let dir: string;
let ledger: Ledger;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ledger-'));
  ledger = open();
});
afterEach(() => {
  ledger.close();
  rmSync(dir, { recursive: true });
});

const open = () =>
  openLedger(join(dir, 'ledger.db'), { clock: fixedClock(now), contracts: { pets, visits } });
const at = (lsn: number, ordinal = 0, epoch = 1) => positionText(epoch, BigInt(lsn), ordinal);
const monolith = () => ledger.source('legacy', 'postgres');
const bundle = () => ledger.source('oneroster:a', 'oneroster');

function upsert(key: string, name: string, position: string, more: Partial<SourceChange> = {}): SourceChange {
  return {
    dataset: 'pets',
    key,
    op: 'upsert',
    row: { pet_id: key, name, story: null },
    unchanged: [],
    partial: false,
    extra: null,
    position,
    place: `mascotas ${key}`,
    occurredAt: null,
    payload: { id: key, nombre: name },
    mapping: 'mascotas',
    mappingVersion: 1,
    ...more,
  };
}
const remove = (key: string, position: string) => upsert(key, '', position, { op: 'delete', row: null });

function broken(key: string | null, position: string, place = `mascotas ${key}`): Rejection {
  return {
    dataset: 'pets',
    key,
    op: 'upsert',
    position,
    occurredAt: null,
    place,
    column: 'name',
    rule: 'is missing',
    value: null,
    payload: { id: key },
    mapping: 'mascotas',
    mappingVersion: 1,
  };
}
const accept = (...changes: SourceChange[]) => ledger.accept(monolith(), { changes, rejections: [] });
const versions = () => ledger.read(0, 100).map(({ seq, key, op, version }) => [seq, key, op, version]);

describe('accepting changes', () => {
  test('a change becomes the row, its first version and an event on the bus', () => {
    const outcome = ledger.accept(monolith(), {
      changes: [upsert('7', 'Núñez', at(5), { extra: { color: 'red' } })],
      rejections: [],
      position: at(5),
    });
    expect(outcome).toEqual({ accepted: 1, unchanged: 0, stale: 0, deleted: 0, quarantined: 0 });
    expect(ledger.get('pets', '7')).toEqual({
      key: '7',
      version: 1,
      row: { pet_id: '7', name: 'Núñez', story: null },
      deleted: false,
      source: 'legacy',
      extra: '{"color":"red"}',
    });
    expect(ledger.read(0, 10)).toEqual([
      {
        seq: 1,
        dataset: 'pets',
        key: '7',
        op: 'upsert',
        version: 1,
        source: 'legacy',
        position: '00000001.0000000000000005.00000000',
        occurredAt: null,
        acceptedAt: now,
        contractVersion: 3,
        mappingVersion: 1,
        row: '{"pet_id":"7","name":"Núñez","story":null}',
        extra: '{"color":"red"}',
      },
    ]);
    expect(monolith().position).toBe(at(5));
  });

  test('the same content at a newer position moves the position and makes no event', () => {
    accept(upsert('7', 'Rex', at(5)));
    expect(accept(upsert('7', 'Rex', at(6)))).toMatchObject({ accepted: 0, unchanged: 1 });
    expect(versions()).toEqual([[1, '7', 'upsert', 1]]);
    expect(accept(upsert('7', 'Max', at(6)))).toMatchObject({ stale: 1 });
  });

  test('a change at or below the position of its key is stale: a replay changes nothing', () => {
    accept(upsert('7', 'Rex', at(5, 1)), upsert('7', 'Max', at(5, 2)));
    expect(accept(upsert('7', 'Rex', at(5, 1)), upsert('7', 'Max', at(5, 2)))).toMatchObject({ stale: 2 });
    expect(versions()).toEqual([
      [1, '7', 'upsert', 1],
      [2, '7', 'upsert', 2],
    ]);
  });

  test('versions go on rising over a delete and a return', () => {
    accept(upsert('7', 'Rex', at(1)), remove('7', at(2)), upsert('7', 'Rex', at(3)));
    expect(versions()).toEqual([
      [1, '7', 'upsert', 1],
      [2, '7', 'delete', 2],
      [3, '7', 'upsert', 3],
    ]);
  });

  test('the delete of an unknown key is nothing', () => {
    expect(accept(remove('9', at(1)))).toEqual({
      accepted: 0,
      unchanged: 0,
      stale: 0,
      deleted: 0,
      quarantined: 0,
    });
    expect(ledger.head()).toBe(0);
  });

  test('positions of a new epoch are newer, however low the LSN', () => {
    accept(upsert('7', 'Rex', at(900)));
    ledger.raiseEpoch('legacy', 'system 1');
    expect(ledger.raiseEpoch('legacy', 'system 2')).toMatchObject({
      epoch: 2,
      identity: 'system 2',
      position: null,
    });
    expect(accept(upsert('7', 'Max', at(1, 0, 2)))).toMatchObject({ accepted: 1 });
  });

  test('columns that were not sent keep their value, in the row and in extra', () => {
    accept(
      upsert('7', 'Rex', at(1), {
        row: { pet_id: '7', name: 'Rex', story: 'long' },
        extra: { note: 'long too', color: 'red' },
      }),
    );
    accept(upsert('7', 'Max', at(2), { unchanged: ['story'], partial: true, extra: { color: 'blue' } }));
    expect(ledger.read(1, 1)[0]).toMatchObject({
      row: '{"pet_id":"7","name":"Max","story":"long"}',
      extra: '{"note":"long too","color":"blue"}',
    });
  });

  test('a partial row of an unknown key waits in quarantine instead of losing values', () => {
    expect(accept(upsert('7', 'Max', at(2), { unchanged: ['story'], partial: true }))).toMatchObject({
      quarantined: 1,
    });
    expect(ledger.quarantine.list()[0]).toMatchObject({
      key: '7',
      rule: 'story was not sent and is not known',
    });
  });

  test('everything is there after the program is started again', () => {
    accept(upsert('7', 'Rex', at(5)));
    ledger.close();
    ledger = open();
    expect(accept(upsert('7', 'Rex', at(5)), upsert('8', 'Max', at(6)))).toMatchObject({
      stale: 1,
      accepted: 1,
    });
    expect(ledger.head()).toBe(2);
  });

  test('a batch that fails leaves nothing, and its numbers are used again', () => {
    const bad = upsert('8', 'Max', at(6), { dataset: 'unknown' });
    expect(() => accept(upsert('7', 'Rex', at(5)), bad)).toThrow('no dataset unknown');
    expect(ledger.get('pets', '7')).toBeNull();
    accept(upsert('7', 'Rex', at(5)));
    expect(versions()).toEqual([[1, '7', 'upsert', 1]]);
  });
});

describe('counting live rows', () => {
  test('keeps up with inserts, updates, deletes and what was rolled back', () => {
    expect(ledger.counts()).toEqual(new Map());
    accept(upsert('1', 'Rex', at(1)), upsert('2', 'Max', at(2)), upsert('3', 'Tom', at(3)));
    accept(upsert('1', 'Rix', at(4)), remove('2', at(5)));
    expect(() => accept(remove('1', at(6)), upsert('8', 'Max', at(7), { dataset: 'unknown' }))).toThrow();
    ledger.sweep(monolith(), 'pets', at(4), at(8));
    expect(ledger.counts()).toEqual(new Map([['pets', 1]]));
    ledger.close();
    ledger = open();
    expect(ledger.counts()).toEqual(new Map([['pets', 1]]));
  });
});

describe('ownership', () => {
  test('a key of another source goes to quarantine and names the owner', () => {
    accept(upsert('7', 'Rex', at(5)));
    const outcome = ledger.accept(bundle(), { changes: [upsert('7', 'Max', at(1))], rejections: [] });
    expect(outcome).toMatchObject({ accepted: 0, quarantined: 1 });
    expect(ledger.quarantine.list()).toMatchObject([
      {
        source: 'oneroster:a',
        key: '7',
        rule: 'belongs to the source legacy',
        payload: { id: '7', nombre: 'Max' },
      },
    ]);
  });

  test('another source cannot delete it either', () => {
    accept(upsert('7', 'Rex', at(5)));
    ledger.accept(bundle(), { changes: [remove('7', at(1))], rejections: [] });
    expect(ledger.get('pets', '7')).toMatchObject({ deleted: false, source: 'legacy' });
    expect(ledger.quarantine.list()).toEqual([]);
  });

  test('a deleted key is free for the next source', () => {
    accept(upsert('7', 'Rex', at(5)), remove('7', at(6)));
    ledger.accept(bundle(), { changes: [upsert('7', 'Max', at(1))], rejections: [] });
    expect(ledger.get('pets', '7')).toMatchObject({ version: 3, source: 'oneroster:a' });
  });
});

describe('a column of another name', () => {
  test('is renamed in rows and on the bus, without another version, once', () => {
    ledger.accept(monolith(), {
      changes: [upsert('a', 'Ana', at(1)), upsert('b', 'Bo', at(2))],
      rejections: [],
    });
    ledger.accept(monolith(), { changes: [remove('b', at(3))], rejections: [] });
    expect(ledger.rename('pets', { name: 'called' })).toBe(3);
    expect(ledger.get('pets', 'a')).toMatchObject({
      version: 1,
      row: { pet_id: 'a', called: 'Ana', story: null },
    });
    expect(ledger.read(0, 10).map(({ row }) => row)).toEqual([
      '{"pet_id":"a","called":"Ana","story":null}',
      '{"pet_id":"b","called":"Bo","story":null}',
      null,
    ]);
    expect(ledger.rename('pets', { name: 'called' })).toBe(0);
  });
});

describe('a rule that refuses rows', () => {
  const visit = (values: Record<string, string | null>, position: string, unchanged: string[] = []) =>
    upsert('v', '', position, {
      dataset: 'visits',
      row: { visit_id: 'v', weight: null, begin_date: null, end_date: null, ...values },
      unchanged,
    });
  const offer = (...changes: SourceChange[]) => ledger.accept(monolith(), { changes, rejections: [] });

  test('lets in what keeps it, is missing, or breaks only a rule that does not', () => {
    expect(
      offer(visit({ weight: '99', begin_date: '2026-01-02', end_date: '2026-01-02' }, at(1))),
    ).toMatchObject({
      accepted: 1,
    });
    expect(offer(visit({ begin_date: '2026-01-02' }, at(2)))).toMatchObject({ accepted: 1, quarantined: 0 });
  });

  test('keeps the row that was there, and says what is wrong', () => {
    offer(visit({ weight: '10' }, at(1)));
    expect(offer(visit({ weight: '100' }, at(2)))).toMatchObject({ accepted: 0, quarantined: 1 });
    expect(ledger.get('visits', 'v')?.row).toMatchObject({ weight: '10' });
    expect(ledger.quarantine.list()).toMatchObject([
      { key: 'v', column: 'weight', rule: 'is above 99 (rule weights)', value: '100' },
    ]);
  });

  test('says no value that is classified', () => {
    offer(visit({ begin_date: '2026-01-03', end_date: '2026-01-02' }, at(1)));
    expect(ledger.quarantine.list()).toMatchObject([
      { column: 'begin_date', rule: 'is above end_date (rule in-order)', value: null },
    ]);
  });

  test('looks at the whole row where the source sent a part of it', () => {
    offer(visit({ begin_date: '2026-01-03' }, at(1)));
    const part = visit({ end_date: '2026-01-02' }, at(2), ['weight', 'begin_date']);
    expect(offer(part)).toMatchObject({ quarantined: 1 });
  });

  test('lets go of the row in quarantine once it is mended, or deleted', () => {
    offer(visit({ weight: '0' }, at(1)));
    offer(visit({ weight: '1' }, at(2)));
    expect(ledger.quarantine.list()).toEqual([]);
    offer(visit({ weight: '0' }, at(3)));
    offer({ ...remove('v', at(4)), dataset: 'visits' });
    expect(ledger.quarantine.list()).toEqual([]);
  });
});

describe('quarantine', () => {
  test('a row that stays broken is one record, however often it comes', () => {
    ledger.accept(monolith(), {
      changes: [],
      rejections: [broken('7', at(1)), broken(null, at(2), 'f.csv:3')],
    });
    ledger.accept(monolith(), {
      changes: [],
      rejections: [broken('7', at(3)), broken(null, at(4), 'f.csv:3')],
    });
    expect(
      ledger.quarantine.list().map(({ id, key, place, position }) => [id, key, place, position]),
    ).toEqual([
      [1, '7', 'mascotas 7', at(3)],
      [2, null, 'f.csv:3', at(4)],
    ]);
    expect(ledger.quarantine.counts()).toEqual(new Map([['pets', 2]]));
  });

  test('a good row of the same key takes it out', () => {
    ledger.accept(monolith(), { changes: [], rejections: [broken('7', at(1))] });
    accept(upsert('7', 'Rex', at(2)));
    expect(ledger.quarantine.list()).toEqual([]);
  });

  test('so does its delete', () => {
    ledger.accept(monolith(), { changes: [], rejections: [broken('7', at(1))] });
    accept(remove('7', at(2)));
    expect(ledger.quarantine.list()).toEqual([]);
  });

  test('a batch is taken in the order of its positions: what breaks and is deleted leaves nothing', () => {
    ledger.accept(monolith(), {
      changes: [remove('7', at(2)), upsert('8', 'Rex', at(4))],
      rejections: [broken('7', at(1)), broken('8', at(3)), broken('9', at(5))],
    });
    expect(ledger.quarantine.list().map(({ key }) => key)).toEqual(['9']);
  });

  test('a rejection that is replayed after a newer good row is stale', () => {
    accept(upsert('7', 'Rex', at(2)));
    const outcome = ledger.accept(monolith(), { changes: [], rejections: [broken('7', at(1))] });
    expect(outcome).toMatchObject({ stale: 1, quarantined: 0 });
  });
});

describe('sweeping after a snapshot', () => {
  beforeEach(() => {
    accept(upsert('1', 'Rex', at(1)), upsert('2', 'Max', at(2)), upsert('3', 'Tom', at(3)));
  });

  test('keys that the snapshot did not offer are removable, then deleted', () => {
    accept(upsert('1', 'Rex', at(10)), upsert('2', 'Mix', at(11)));
    expect(ledger.removable(monolith(), 'pets', at(10))).toEqual({ present: 3, missing: 1 });
    expect(ledger.sweep(monolith(), 'pets', at(10), at(12))).toBe(1);
    expect(versions().slice(3)).toEqual([
      [4, '2', 'upsert', 2],
      [5, '3', 'delete', 2],
    ]);
    expect(ledger.removable(monolith(), 'pets', at(10))).toEqual({ present: 2, missing: 0 });
  });

  test('a key that arrived broken is still there', () => {
    ledger.accept(monolith(), { changes: [], rejections: [broken('3', at(12))] });
    accept(upsert('1', 'Rex', at(10)), upsert('2', 'Max', at(11)));
    expect(ledger.removable(monolith(), 'pets', at(10))).toEqual({ present: 3, missing: 0 });
    expect(ledger.sweep(monolith(), 'pets', at(10), at(12))).toBe(0);
  });

  test('rows outside of what the snapshot covers stay', () => {
    const covered = (row: Record<string, unknown>) => row.name !== 'Tom';
    expect(ledger.removable(monolith(), 'pets', at(10), covered)).toEqual({ present: 2, missing: 2 });
    expect(ledger.sweep(monolith(), 'pets', at(10), at(12), covered)).toBe(2);
    expect([...ledger.rows('pets')].map(({ key }) => key)).toEqual(['3']);
  });

  test('rows of other sources stay', () => {
    expect(ledger.removable(bundle(), 'pets', at(10))).toEqual({ present: 0, missing: 0 });
    expect(ledger.sweep(bundle(), 'pets', at(10), at(12))).toBe(0);
  });

  test('what was in quarantine and is gone from the source leaves quarantine', () => {
    ledger.accept(monolith(), { changes: [], rejections: [broken(null, at(4), 'f.csv:3')] });
    ledger.sweep(monolith(), 'pets', at(10), at(12));
    expect(ledger.quarantine.list()).toEqual([]);
  });
});

describe('the bus', () => {
  test('is read in order from any place', () => {
    accept(upsert('1', 'Rex', at(1)), upsert('2', 'Max', at(2)), upsert('3', 'Tom', at(3)));
    expect(ledger.read(1, 1).map(({ seq }) => seq)).toEqual([2]);
    expect(ledger.head()).toBe(3);
  });

  test('is read in portions that fit into memory, however large its rows', () => {
    const name = 'x'.repeat(6 * 1_048_576);
    for (const key of ['1', '2', '3', '4']) accept(upsert(key, name, at(1)));
    expect(ledger.read(0, 100).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(ledger.read(3, 100).map(({ seq }) => seq)).toEqual([4]);
  });

  test('keeps counting after everything was trimmed and the program started again', () => {
    accept(upsert('1', 'Rex', at(1)), upsert('2', 'Max', at(2)));
    expect(ledger.trim(2)).toBe(2);
    ledger.close();
    ledger = open();
    expect(ledger.head()).toBe(2);
    accept(upsert('3', 'Tom', at(3)));
    expect(versions()).toEqual([[3, '3', 'upsert', 1]]);
  });

  test('listeners hear of commits that put something on it', () => {
    let heard = 0;
    ledger.listen(() => {
      heard += 1;
    });
    accept(upsert('1', 'Rex', at(1)), upsert('2', 'Max', at(2)));
    accept(upsert('1', 'Rex', at(3)));
    ledger.sweep(monolith(), 'pets', at(3), at(4));
    expect(heard).toBe(2);
  });

  test('is seen by a reader beside the writer', () => {
    const reader = openLedger(join(dir, 'ledger.db'), {
      clock: fixedClock(now),
      contracts: { pets },
      readOnly: true,
    });
    accept(upsert('1', 'Rex', at(1)));
    expect(reader.head()).toBe(1);
    expect(reader.get('pets', '1')?.row).toEqual({ pet_id: '1', name: 'Rex', story: null });
    reader.close();
  });
});
