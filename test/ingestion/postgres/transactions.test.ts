import { expect, test } from 'vitest';
import type { Intake } from '../../../ingestion/postgres/intake.ts';
import { openStream } from '../../../ingestion/postgres/stream.ts';
import { compileTables } from '../../../ingestion/postgres/tables.ts';
import { typeNames } from '../../../ingestion/postgres/types.ts';
import { begin, commit, insert, relation } from './messages.ts';
import { contracts, pupilsMapping } from './school.ts';

/** A stream into an intake that writes down what reaches it: `row` by its position, `accept` by the source's. */
function streaming(rowsInBatch: number) {
  const seen: unknown[] = [];
  let size = 0;
  const unexpected = () => {
    throw new Error('not in this test');
  };
  const intake: Intake = {
    insert(_table, row, { position }) {
      size += 1;
      seen.push({ row: { ...row }, position });
    },
    update: unexpected,
    remove: unexpected,
    truncate: unexpected,
    size: () => size,
    accept(position) {
      size = 0;
      seen.push({ accepted: position ?? null });
    },
  };
  const stream = openStream({
    intake,
    epoch: 2,
    position: 0x10n,
    tables: compileTables([pupilsMapping], contracts),
    sharedDatasets: new Set(),
    shapes: { see: () => [] },
    types: typeNames([]),
    report: unexpected,
    limits: { rows: rowsInBatch, bytes: 1_000_000 },
  });
  const pupil = (id: string) => insert(1, [id, 'Ana', null, 'k3y']);
  const described = relation(1, 'public', 'alumnos', ['alumno_id', 'nombre', 'notas', 'contrasena']);
  return { stream, seen, pupil, described };
}

const row = (id: string) => ({ alumno_id: id, nombre: 'Ana', notas: null });

test('whole transactions are gathered, and accepted with the place where the last one ends', () => {
  const { stream, seen, pupil, described } = streaming(100);
  for (const message of [begin(0x20n), described, pupil('1'), pupil('2'), commit(0x20n, 0x28n)])
    stream.take(message);
  for (const message of [begin(0x30n), pupil('3'), commit(0x30n, 0x38n)]) stream.take(message);
  expect(stream.confirmed()).toBe(0x10n);
  stream.settle();
  expect(stream.confirmed()).toBe(0x38n);
  expect(seen).toEqual([
    { row: row('1'), position: '00000002.0000000000000020.00000000' },
    { row: row('2'), position: '00000002.0000000000000020.00000001' },
    { row: row('3'), position: '00000002.0000000000000030.00000000' },
    { accepted: '00000002.0000000000000038.00000000' },
  ]);
});

test('a transaction that is larger than a batch goes in parts; the place moves when it is complete', () => {
  const { stream, seen, pupil, described } = streaming(2);
  for (const message of [begin(0x20n), described, pupil('1'), pupil('2'), pupil('3')]) stream.take(message);
  stream.settle();
  expect(seen.slice(2)).toEqual([{ accepted: null }, { row: row('3'), position: expect.any(String) }]);
  expect(stream.confirmed()).toBe(0x10n);
  stream.take(commit(0x20n, 0x28n));
  stream.settle();
  expect(seen.at(-1)).toEqual({ accepted: '00000002.0000000000000028.00000000' });
  expect(stream.confirmed()).toBe(0x28n);
});

test('what the server has read ahead counts only between transactions', () => {
  const { stream, pupil, described } = streaming(2);
  for (const message of [begin(0x20n), described, pupil('1')]) stream.take(message);
  stream.reached(0x500n);
  stream.settle(true);
  stream.take(pupil('2'));
  expect([stream.passed(), stream.confirmed()]).toEqual([0x10n, 0x10n]);
  stream.take(commit(0x20n, 0x28n));
  stream.reached(0x500n);
  stream.settle();
  expect([stream.passed(), stream.confirmed()]).toEqual([0x500n, 0x500n]);
});

test('a quiet stream writes to the ledger only when it is asked to, or when much has passed', () => {
  const { stream, seen } = streaming(100);
  stream.reached(0x500n);
  stream.settle();
  expect(stream.passed()).toBe(0x500n);
  expect(seen).toEqual([]);
  stream.settle(true);
  expect(seen).toEqual([{ accepted: '00000002.0000000000000500.00000000' }]);
  stream.settle(true);
  expect(seen).toHaveLength(1);
  stream.reached(0x500n + 1_048_576n);
  stream.settle();
  expect(seen).toHaveLength(2);
});
