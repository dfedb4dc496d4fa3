import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketOf, hash64 } from '../../../datasets/canonical.ts';
import { text } from '../../../datasets/columns.ts';
import { defineDataset } from '../../../datasets/contract.ts';
import { type Comparison, compareDatasets } from '../../../runtime/parity/compare.ts';
import { bucketCount, digestBuilder, type Side } from '../../../runtime/parity/side.ts';

const pets = defineDataset({
  name: 'pets',
  kind: 'entity',
  version: 1,
  meaning: 'A pet.',
  es: 'Mascotas',
  key: 'pet_id',
  columns: { pet_id: text('Key', { es: 'Clave' }) },
  subjects: {},
  scope: { kind: 'shared' },
  quality: [],
  freshness: 'PT1M',
  retention: { period: 'P1Y', from: 'deletion' },
});

/** A side that holds values by key in memory; as in a real row, the key is part of what is hashed. */
function side(name: string, rows: Record<string, string>): Side {
  const hashes = () =>
    new Map(Object.entries(rows).map(([key, value]) => [key, hash64(`${key} ${value}`)] as const));
  return {
    name,
    async digest() {
      const builder = digestBuilder();
      for (const [key, hash] of hashes()) builder.add(bucketOf(key, bucketCount), hash);
      return builder.digest();
    },
    list: async (_contract, buckets) =>
      new Map([...hashes()].filter(([key]) => buckets.has(bucketOf(key, bucketCount)))),
    pick: async (_contract, keys) => new Map([...hashes()].filter(([key]) => keys.has(key))),
  };
}

async function compare(
  source: Record<string, string>,
  lake: Record<string, string>,
  options: { excluded?: string[]; refresh?: () => void } = {},
): Promise<Comparison> {
  const [comparison] = await compareDatasets([pets], {
    expected: side('source', source),
    stores: [side('lake', lake)],
    excluded: () => new Set(options.excluded),
    refresh: async () => options.refresh?.(),
  });
  return comparison as Comparison;
}

describe('one dataset at its source and in a store', () => {
  test('equal rows in any order have no difference', async () => {
    expect(await compare({ a: '1', b: '2' }, { b: '2', a: '1' })).toEqual({
      dataset: 'pets',
      expected: 2,
      stores: { lake: 2 },
      moved: 0,
      differences: [],
    });
  });

  test('missing, surplus and different keys are named', async () => {
    expect(await compare({ a: '1', b: '2', c: '3' }, { b: '0', c: '3', d: '4', e: '5' })).toEqual({
      dataset: 'pets',
      expected: 3,
      stores: { lake: 4 },
      moved: 0,
      differences: [
        { key: 'a', store: 'lake', what: 'missing' },
        { key: 'b', store: 'lake', what: 'different' },
        { key: 'd', store: 'lake', what: 'surplus' },
        { key: 'e', store: 'lake', what: 'surplus' },
      ],
    });
  });

  test('values that changed places do not cancel out', async () => {
    const { differences } = await compare({ a: '1', b: '2' }, { a: '2', b: '1' });
    expect(differences.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  test('a key that moved meanwhile is compared again and counted', async () => {
    const lake: Record<string, string> = { a: '0' };
    const refresh = () => {
      lake.a = '1';
    };
    expect(await compare({ a: '1' }, lake, { refresh })).toMatchObject({
      moved: 1,
      differences: [],
      stores: { lake: 1 },
    });
  });

  test('one new snapshot serves every dataset in which something moved', async () => {
    const lake: Record<string, string> = { a: '0' };
    const refreshed: string[] = [];
    const all = await compareDatasets([pets, { ...pets, name: 'toys' }], {
      expected: side('source', { a: '1' }),
      stores: [side('lake', lake)],
      excluded: () => new Set(),
      begin: ({ name }) => refreshed.push(name),
      async refresh() {
        refreshed.push('refresh');
        lake.a = '1';
      },
    });
    expect(all.map(({ dataset, moved, differences }) => [dataset, moved, differences])).toEqual([
      ['pets', 1, []],
      ['toys', 1, []],
    ]);
    expect(refreshed).toEqual(['pets', 'toys', 'refresh']);
  });

  test('a stale row whose newer one is in quarantine does not count', async () => {
    expect(await compare({ a: '1' }, { a: '1', b: 'old' }, { excluded: ['b'] })).toMatchObject({
      expected: 1,
      stores: { lake: 1 },
      differences: [],
    });
  });

  test('exactly the keys that differ are found, whatever the rows', async () => {
    const rows = fc.dictionary(fc.string(), fc.constantFrom('x', 'y', ''), {
      maxKeys: 40,
      noNullPrototype: true,
    });
    await fc.assert(
      fc.asyncProperty(rows, rows, async (source, lake) => {
        const keys = new Set([...Object.keys(source), ...Object.keys(lake)]);
        const differing = [...keys].filter(
          (key) =>
            (Object.hasOwn(source, key) ? source[key] : null) !==
            (Object.hasOwn(lake, key) ? lake[key] : null),
        );
        const { differences } = await compare(source, lake);
        expect(differences.map(({ key }) => key).sort()).toEqual(differing.sort());
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
