import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../../base/clock.ts';
import { text } from '../../../datasets/columns.ts';
import { defineDataset } from '../../../datasets/contract.ts';
import type { SourceChange } from '../../../ingestion/ledger/change.ts';
import { type Ledger, openLedger } from '../../../ingestion/ledger/ledger.ts';
import { positionText } from '../../../ingestion/ledger/position.ts';

const lessons = defineDataset({
  name: 'lessons',
  kind: 'fact',
  version: 1,
  meaning: 'A lesson.',
  es: 'Lecciones',
  key: 'lesson_id',
  columns: {
    lesson_id: text('Key', { es: 'Clave', reveals: 'identity', whose: 'student' }),
    student_id: text('Student', { es: 'Alumno', reveals: 'identity', whose: 'student' }),
    teacher_id: text('Teacher', { es: 'Profesor', optional: true, reveals: 'identity', whose: 'teacher' }),
  },
  subjects: { student: 'student_id', teacher: 'teacher_id' },
  erasure: { teacher: 'anonymise' },
  scope: { kind: 'shared' },
  quality: [],
  freshness: 'PT1M',
  retention: { period: 'P1Y', from: 'deletion' },
});

let dir: string;
let ledger: Ledger;
const path = () => join(dir, 'ledger.db');
const open = () =>
  openLedger(path(), {
    clock: fixedClock('2026-01-02T03:04:05Z'),
    hashOf: (text) => `#${Buffer.from(text).toString('hex')}`,
    contracts: { lessons },
  });
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ledger-'));
  ledger = open();
});
afterEach(() => {
  ledger.close();
  rmSync(dir, { recursive: true });
});

const at = (lsn: number) => positionText(1, BigInt(lsn), 0);
const legacy = () => ledger.source('legacy', 'postgres');
const accept = (...changes: SourceChange[]) => ledger.accept(legacy(), { changes, rejections: [] });
const lesson = (key: string, student: string, teacher: string | null, lsn: number): SourceChange => ({
  dataset: 'lessons',
  key,
  op: 'upsert',
  row: { lesson_id: key, student_id: student, teacher_id: teacher },
  unchanged: [],
  partial: false,
  extra: { profesor: teacher },
  position: at(lsn),
  occurredAt: null,
  place: `lecciones ${key}`,
  payload: { id: key, alumno: student, profesor: teacher },
  mapping: 'lecciones',
  mappingVersion: 1,
});
const registered = (person: 'student' | 'teacher', key: string, values: string[] = []) => ({
  persons: [{ person, key }],
  values,
});
const keys = (...of: string[]) => new Map([['lessons', of]]);
const bus = () => ledger.read(0, 100).map(({ key, op, version, row }) => [key, op, version, row !== null]);

describe('erasing', () => {
  test('deletes rows about the person, and empties what rows about others say of them', () => {
    accept(lesson('l1', 'S-1', 'T-9', 1), lesson('l2', 'S-2', 'T-9', 2));
    expect(ledger.erase(registered('student', 'S-1'), keys('l1', 'l2'))).toEqual({
      deleted: { lessons: 1 },
      anonymised: {},
      quarantined: 0,
    });
    expect(ledger.erase(registered('teacher', 'T-9'), keys('l1', 'l2'))).toEqual({
      deleted: {},
      anonymised: { lessons: 1 },
      quarantined: 0,
    });
    expect(ledger.get('lessons', 'l2')).toMatchObject({ version: 2, row: { teacher_id: null }, extra: null });
    expect(bus()).toEqual([
      ['l1', 'upsert', 1, true],
      ['l2', 'upsert', 1, true],
      ['l1', 'delete', 2, false],
      ['l2', 'upsert', 2, true],
    ]);
    expect(ledger.counts()).toEqual(new Map([['lessons', 1]]));
  });

  test('again changes nothing', () => {
    accept(lesson('l1', 'S-1', null, 1));
    ledger.erase(registered('student', 'S-1'), keys('l1'));
    expect(ledger.erase(registered('student', 'S-1'), keys('l1'))).toEqual({
      deleted: {},
      anonymised: {},
      quarantined: 0,
    });
  });

  test('takes their rows out of quarantine', () => {
    const broken = { ...lesson('l1', 'S-1', null, 1), column: null, rule: 'is broken', value: null };
    const other = { ...broken, key: 'l2', place: 'lecciones l2', payload: { id: 'l2', alumno: 'S-2' } };
    ledger.accept(legacy(), { changes: [], rejections: [broken, other] });
    expect(ledger.erase(registered('student', 'S-1', ['S-1']), keys()).quarantined).toBe(1);
    expect(ledger.quarantine.list().map(({ key }) => key)).toEqual(['l2']);
  });
});

describe('who was erased', () => {
  beforeEach(() => {
    accept(lesson('l1', 'S-1', 'T-9', 1));
    ledger.erase(registered('student', 'S-1', ['S-1']), keys('l1'));
  });

  test.each(['at once', 'after a restart'])('does not come back %s', (when) => {
    if (when === 'after a restart') {
      ledger.close();
      ledger = open();
    }
    const before = ledger.head();
    expect(accept(lesson('l1', 'S-1', 'T-9', 5), lesson('l7', 'S-1', null, 6))).toMatchObject({
      accepted: 0,
    });
    expect(ledger.head()).toBe(before);
  });

  test('does not come into quarantine', () => {
    const broken = { ...lesson('l1', 'S-1', null, 7), column: null, rule: 'is broken', value: null };
    expect(ledger.accept(legacy(), { changes: [], rejections: [broken] }).quarantined).toBe(0);
  });

  test('is left out of rows about others, however often they are offered', () => {
    ledger.erase(registered('teacher', 'T-9'), keys());
    accept(lesson('l2', 'S-2', 'T-9', 8));
    expect(ledger.get('lessons', 'l2')).toMatchObject({ row: { teacher_id: null }, extra: null });
    expect(accept(lesson('l2', 'S-2', 'T-9', 9))).toMatchObject({ unchanged: 1 });
  });

  test('is nowhere in the file once keys are hidden and the database is written anew', () => {
    ledger.trim(ledger.head());
    expect(ledger.hideKeys(keys('l1'))).toBe(1);
    ledger.compact();
    const bytes = ['', '-wal'].map((suffix) => readFileSync(path() + suffix));
    expect(Buffer.concat(bytes).includes('S-1')).toBe(false);
    expect(Buffer.concat(bytes).includes('T-9')).toBe(false);
    expect(ledger.get('lessons', 'l1')).toBeNull();
  });

  test('leaves versions that go on where somebody else gets the key', () => {
    ledger.hideKeys(keys('l1'));
    accept(lesson('l1', 'S-2', null, 9));
    expect(ledger.get('lessons', 'l1')).toMatchObject({ version: 3, row: { student_id: 'S-2' } });
  });
});

test('a ledger of before gets its register when it is written', () => {
  accept(lesson('l1', 'S-1', null, 1));
  ledger.close();
  const db = new DatabaseSync(path());
  db.exec('DROP TABLE erased; PRAGMA user_version = 1');
  db.close();
  expect(() => openLedger(path(), { clock: fixedClock('2026-01-02T03:04:05Z'), readOnly: true })).toThrow(
    'the ledger has schema 1, this program knows 2',
  );
  ledger = open();
  ledger.erase(registered('student', 'S-1'), keys('l1'));
  expect(ledger.register.has('student', 'S-1')).toBe(true);
});
