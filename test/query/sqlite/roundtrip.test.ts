import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalog } from '../../../datasets/catalog.ts';
import type { ChangeEvent } from '../../../datasets/change.ts';
import type { ColumnType } from '../../../datasets/columns.ts';
import type { AnyRow, Contract } from '../../../datasets/contract.ts';
import { rowProblems } from '../../../datasets/values.ts';
import { openSqliteIndex, type SqliteIndex } from '../../../query/sqlite/index.ts';
import { openIndexScan } from '../../../query/sqlite/scan.ts';
import { contracts as small } from '../contracts.ts';

const contracts = { ...small, ...catalog };
let dir: string;
let path: string;
let index: SqliteIndex;
let seq = 0;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'query-'));
  path = join(dir, 'index.db');
  index = openSqliteIndex(path, { contracts, textOf: async (sha256) => (sha256 ? `texto ${sha256}` : null) });
});
afterAll(() => {
  index.close();
  rmSync(dir, { recursive: true });
});

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => !value.includes('\0'));
const twoDigits = (value: number) => String(value).padStart(2, '0');
const date = fc
  .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, day]) => `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`);

function anyOf(type: ColumnType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'text':
      return text;
    case 'integer':
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
    case 'decimal': {
      const most = 10n ** BigInt(type.precision) - 1n;
      return fc.bigInt({ min: -most, max: most }).map((unscaled) => {
        const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(type.scale + 1, '0');
        const cut = digits.length - type.scale;
        const fraction = type.scale > 0 ? `.${digits.slice(cut)}` : '';
        return `${unscaled < 0n ? '-' : ''}${digits.slice(0, cut)}${fraction}`;
      });
    }
    case 'boolean':
      return fc.boolean();
    case 'date':
      return date;
    case 'timestamp':
      return fc
        .tuple(
          date,
          fc.integer({ min: 0, max: 23 }),
          fc.integer({ min: 0, max: 59 }),
          fc.integer({ min: 0, max: 999_999 }),
        )
        .map(
          ([day, hour, minute, micros]) =>
            `${day}T${twoDigits(hour)}:${twoDigits(minute)}:59.${String(micros).padStart(6, '0')}Z`,
        );
    case 'json':
      return fc.json().filter((value) => !value.includes('\0'));
    case 'list':
      return fc.array(anyOf(type.of), { maxLength: 3 });
    case 'struct':
      return fc.record(
        Object.fromEntries(
          Object.entries(type.fields).map(([name, field]) => [name, fc.option(anyOf(field), { nil: null })]),
        ),
      );
  }
}

function rowsOf(contract: Contract): fc.Arbitrary<AnyRow[]> {
  const cells = Object.entries(contract.columns).map(([name, { type, vocabulary, optional }]) => {
    const known = vocabulary?.length ? fc.constantFrom(...vocabulary) : null;
    const value = !known ? anyOf(type) : type.kind === 'list' ? fc.array(known, { maxLength: 3 }) : known;
    return [name, optional ? fc.option(value, { nil: null }) : value] as const;
  });
  return fc.uniqueArray(fc.record(Object.fromEntries(cells)), {
    selector: (row) => row[contract.key],
    minLength: 1,
    maxLength: 5,
  });
}

const byCodePoints = (one: AnyRow, other: AnyRow, key: string) =>
  Buffer.compare(Buffer.from(String(one[key])), Buffer.from(String(other[key])));

test.each(Object.values(contracts).map((contract) => [contract.name, contract] as const))(
  'rows of %s come back as they were indexed, in the order of their keys',
  async (dataset, contract) => {
    let version = 0;
    await fc.assert(
      fc.asyncProperty(rowsOf(contract), async (rows) => {
        const sound = rows.filter((row) => rowProblems(contract, row).length === 0);
        version += 1;
        await index.apply(
          sound.map(
            (row): ChangeEvent => ({
              seq: ++seq,
              dataset,
              key: String(row[contract.key]),
              op: 'upsert',
              version,
              source: 'test',
              position: '',
              occurredAt: null,
              acceptedAt: '2026-01-01T00:00:00.000000Z',
              contractVersion: 1,
              mappingVersion: 1,
              row: JSON.stringify(row),
              extra: null,
            }),
          ),
        );
        const scan = openIndexScan(path);
        const found = [...scan.rows(contract)];
        const picked = [...scan.pick(contract, [...sound.map((row) => String(row[contract.key])), 'none\n'])];
        scan.close();
        const newest = found.filter((one) => one.version === version).map(({ row }) => row);
        expect(newest).toEqual([...sound].sort((a, b) => byCodePoints(a, b, contract.key)));
        expect(picked.map(({ row }) => row)).toEqual(sound);
      }),
      { seed: 11, numRuns: 15 },
    );
  },
);
