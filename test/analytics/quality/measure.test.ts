import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { duckdbEngine } from '../../../analytics/engine/duckdb.ts';
import { type Measured, measure } from '../../../analytics/quality/measure.ts';
import { planQuality } from '../../../analytics/quality/plan.ts';
import { date, decimal, text } from '../../../datasets/columns.ts';
import { type Contract, defineDataset } from '../../../datasets/contract.ts';
import { rowCheck } from '../../../datasets/rowRules.ts';
import { openTestLake } from '../../lake/support.ts';

const facts = {
  kind: 'entity',
  version: 1,
  meaning: 'A thing.',
  es: 'Cosas',
  subjects: {},
  scope: { kind: 'shared' },
  freshness: 'PT1M',
  retention: { period: 'P1Y', from: 'deletion' },
} as const;
const houses = defineDataset({
  ...facts,
  name: 'houses',
  key: 'house_id',
  columns: { house_id: text('Key.', { es: 'Casa' }) },
  quality: [],
});
const pets = defineDataset({
  ...facts,
  name: 'pets',
  key: 'pet_id',
  columns: {
    pet_id: text('Key.', { es: 'Mascota' }),
    name: text('Its name.', { es: 'Nombre', optional: true }),
    house_id: text('Where it lives.', { es: 'Casa', optional: true, references: 'houses' }),
    size: decimal(5, 2)('How large it is.', { es: 'Tamaño', optional: true }),
    born: date('When it was born.', { es: 'Nacida', optional: true }),
    died: date('When it died.', { es: 'Muerta', optional: true }),
  },
  quality: [
    { name: 'size-is-real', severity: 'error', kind: 'between', column: 'size', min: '0.00', max: '9.50' },
    { name: 'born-first', severity: 'error', kind: 'ordered', first: 'born', second: 'died' },
    { name: 'names-are-unique', severity: 'error', kind: 'unique', columns: ['name'] },
    { name: 'one-name-a-house', severity: 'error', kind: 'unique', columns: ['name', 'house_id'] },
    { name: 'half-have-names', severity: 'warning', kind: 'complete', column: 'name', share: 0.5 },
    { name: 'houses-exist', severity: 'error', kind: 'resolves', column: 'house_id' },
    {
      name: 'houses-hold-two',
      severity: 'warning',
      kind: 'sql',
      meaning: 'No house has more than two pets.',
      es: 'Ninguna casa tiene más de dos mascotas.',
      query: 'SELECT house_id FROM pets WHERE house_id IS NOT NULL GROUP BY house_id HAVING count(*) > 2',
    },
  ],
});
const contracts: Readonly<Record<string, Contract>> = { houses, pets };

const nothing = { name: null, house_id: null, size: null, born: null, died: null };

/** What the rules say of these rows, beside a house `h1` that there is. */
async function measured(
  rows: readonly Partial<Record<keyof typeof nothing, string | null>>[],
): Promise<Record<string, Measured>> {
  const lake = await openTestLake();
  onTestFinished(lake.close);
  lake.bus.put(houses, 'h1', { house_id: 'h1' });
  await lake.settle(houses);
  for (const [n, row] of rows.entries()) {
    lake.bus.put(pets, `p${n}`, { ...nothing, ...row, pet_id: `p${n}` });
  }
  if (rows.length > 0) await lake.settle(pets);
  const engine = duckdbEngine({ dirs: lake.dirs, contracts }, []);
  const found: Record<string, Measured> = {};
  for (const each of planQuality(contracts, [pets])) found[each.rule.name] = await measure(engine, each, {});
  return found;
}

const broken = (found: Readonly<Record<string, Measured>>) =>
  Object.fromEntries(Object.entries(found).map(([rule, each]) => [rule, each.broken]));

describe('rules', () => {
  test('of an empty table are kept', async () => {
    const found = await measured([]);
    expect(Object.values(found).every(({ isKept, rows }) => isKept && rows === 0)).toBe(true);
  });

  test('in SQL count the rows of their query', async () => {
    const two = [{ house_id: 'h1' }, { house_id: 'h1' }];
    expect(broken(await measured(two))).toMatchObject({ 'houses-hold-two': 0 });
    expect(broken(await measured([...two, ...two]))).toMatchObject({ 'houses-hold-two': 1 });
  });

  test('name what they read', () => {
    const reads = planQuality(contracts, [pets]).map(({ rule, reads }) => [rule.name, reads]);
    expect(Object.fromEntries(reads)).toMatchObject({
      'born-first': ['pets'],
      'houses-exist': ['houses', 'pets'],
      'houses-hold-two': ['pets'],
    });
  });

  test.each([
    ['warning', 'SELECT colour FROM pets', /^pets: quality rule "odd": line 1, column \d+: .*colour/],
    ['warning', 'SELECT * FROM marts.pets', /^pets: quality rule "odd": line 1, column \d+: .*marts.pets/],
    [
      'hold',
      'SELECT pet_id FROM pets WHERE house_id NOT IN (SELECT house_id FROM houses)',
      /^pets: quality rule "odd": reads houses, pets$/,
    ],
  ] as const)('of severity %s cannot be: %s', (severity, query, message) => {
    const rule = { name: 'odd', severity, kind: 'sql', meaning: 'Odd.', es: 'Rara.', query } as const;
    expect(() => planQuality(contracts, [{ ...pets, quality: [rule] }])).toThrow(message);
  });

  test('take their bounds in, and break at the next value', async () => {
    const found = await measured([
      { size: '0.00' },
      { size: '9.50' },
      { size: '-0.01' },
      { size: '9.51' },
      { born: '2020-01-01', died: '2020-01-01' },
      { born: '2020-01-02', died: '2020-01-01' },
    ]);
    expect(found['size-is-real']).toMatchObject({ rows: 6, broken: 2, isKept: false });
    expect(found['born-first']).toMatchObject({ broken: 1, isKept: false });
  });

  test('let half be missing where half may be', async () => {
    const half = await measured([{ name: 'a' }, {}]);
    expect(half['half-have-names']).toMatchObject({ broken: 1, isKept: true });
    const less = await measured([{ name: 'a' }, {}, {}]);
    expect(less['half-have-names']).toMatchObject({ broken: 2, isKept: false });
  });

  test('count a value that comes three times once, and none of those that are missing', async () => {
    const found = await measured([{ name: 'a' }, { name: 'a' }, { name: 'a' }, {}, {}]);
    expect(broken(found)).toMatchObject({ 'names-are-unique': 1, 'one-name-a-house': 1 });
  });

  test('miss what is referred to and is not there', async () => {
    const found = await measured([{ house_id: 'h1' }, { house_id: 'h2' }, {}]);
    expect(found['houses-exist']).toMatchObject({ broken: 1, isKept: false });
  });
});

/** The same rules, counted without SQL. */
function counted(rows: readonly Partial<Record<string, string | null>>[]): Record<string, number> {
  const several = (columns: readonly string[]) => {
    const groups = new Map<string, number>();
    for (const row of rows) {
      const values = columns.map((column) => row[column] ?? null);
      if (values.every((value) => value === null)) continue;
      const key = JSON.stringify(values);
      groups.set(key, (groups.get(key) ?? 0) + 1);
    }
    return [...groups.values()].filter((count) => count > 1).length;
  };
  const many = (isBroken: (row: (typeof rows)[number]) => boolean) => rows.filter(isBroken).length;
  return {
    'size-is-real': many(({ size }) => size != null && (Number(size) < 0 || Number(size) > 9.5)),
    'born-first': many(({ born, died }) => born != null && died != null && born > died),
    'names-are-unique': several(['name']),
    'one-name-a-house': several(['name', 'house_id']),
    'half-have-names': many(({ name }) => name == null),
    'houses-exist': many(({ house_id }) => house_id != null && house_id !== 'h1'),
    'houses-hold-two': ['h1', 'h2', ''].filter((house) => many(({ house_id }) => house_id === house) > 2)
      .length,
  };
}

const maybe = (values: readonly string[]) => fc.constantFrom(null, ...values);
const someRows = fc.sample(
  fc.record({
    name: maybe(['a', 'b', 'c', 'ñ', '']),
    house_id: maybe(['h1', 'h2', '']),
    size: maybe(['-0.01', '0.00', '4.25', '9.50', '9.51', '999.99']),
    born: maybe(['1999-12-31', '2020-02-29', '2020-03-01']),
    died: maybe(['2020-02-29', '2020-03-01', '2024-01-01']),
  }),
  { numRuns: 400, seed: 1 },
);

test('whatever the rows, SQL counts what a loop counts', async () => {
  for (const some of [someRows.slice(0, 7), someRows.slice(7, 60), someRows]) {
    expect(broken(await measured(some))).toEqual(counted(some));
  }
});

test('the ledger would refuse the rows that SQL counts', () => {
  const rowRules = pets.quality.filter(({ kind }) => kind === 'between' || kind === 'ordered');
  for (const rule of rowRules) {
    const check = rowCheck({ ...pets, quality: [{ ...rule, severity: 'quarantine' }] });
    const refused = someRows.filter((row) => check?.({ ...nothing, ...row })).length;
    expect([rule.name, refused]).toEqual([rule.name, counted(someRows)[rule.name]]);
  }
});
