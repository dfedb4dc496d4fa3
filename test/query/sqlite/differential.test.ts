import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Comparison, Filter, Sort } from '../../../query/language/ast.ts';
import { contracts } from '../contracts.ts';
import type { Rig } from '../engine-suite.ts';
import { eventsFrom, rowOf } from '../events.ts';
import { holds, ordered, type Rows } from '../naive.ts';
import { sqliteRig } from './rig.ts';

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 4 });
const from = <T>(...values: T[]) => fc.constantFrom(...values);
const names = from(
  'Núñez',
  'nunez',
  'Nuñez Peña',
  'Peña',
  '',
  '-',
  'De la Peña',
  'de',
  'ﬁn',
  '東京',
  '😀',
  'Ángel',
);
const prose = from('Faltas justificadas', 'Una falta por enfermedad', 'Las enfermedades', 'peña', '');
const integers = from(
  '-9223372036854775808',
  '-1',
  '0',
  '9',
  '10',
  '9007199254740993',
  '9223372036854775807',
);
const decimals = from('-99999999999999.9999', '-0.0001', '0.0000', '9.5000', '10.0000');
const days = from('0001-01-01', '1999-12-31', '2000-01-01', '9999-12-31');
const instants = from('1899-12-31T23:59:59.999999Z', '2026-01-01T00:00:00.000000Z');
const statuses = from('active', 'left', 'ext:a');
const grades = from('08', '09', '10');
const pupilKeys = ['a', 'B', 'ñ', '1', '10', '9'];
const guardianKeys = ['g1', 'g2', 'G'];
const home = fc.record({
  city: optional(names),
  floor: optional(integers),
  area: optional(from('-1.50', '0.00', '9.00', '10.25')),
  owned: optional(fc.boolean()),
});
const idItems = fc.record({ type: optional(from('nia', 'nif')), value: optional(from('1', '2')) });

const pupilValues = fc.record({
  pupil_id: from(...pupilKeys),
  given_name: optional(names),
  family_name: optional(names),
  email: optional(from('ana.peña@x.es', 'ana@x.es')),
  notes: optional(prose),
  nicknames: optional(fc.array(names, { maxLength: 2 })),
  status: optional(statuses),
  grades: optional(fc.array(grades, { maxLength: 3 })),
  birth_date: optional(days),
  seen_at: optional(instants),
  steps: optional(integers),
  score: optional(decimals),
  enabled: optional(fc.boolean()),
  marks: optional(fc.array(integers, { maxLength: 2 })),
  home: optional(home),
  ids: optional(fc.array(idItems, { maxLength: 2 })),
});
const distinct = <T>(value: fc.Arbitrary<T>, key: (value: T) => unknown, maxLength: number) =>
  fc.uniqueArray(value, { selector: key, maxLength });
const world = fc.record({
  pupils: distinct(pupilValues, ({ pupil_id }) => pupil_id, 6),
  guardians: distinct(
    fc.record({ guardian_id: from(...guardianKeys), name: names, email: optional(from('ana@x.es', 'x')) }),
    ({ guardian_id }) => guardian_id,
    3,
  ),
  bonds: distinct(
    fc.record({
      bond_id: from('1', '2', '3', '4'),
      pupil_id: optional(from(...pupilKeys)),
      guardian_id: optional(from(...guardianKeys)),
      contact_order: optional(from('1', '2')),
    }),
    ({ bond_id }) => bond_id,
    4,
  ),
  groups: distinct(
    fc.record({
      group_id: from('A', 'B', 'C'),
      title: prose,
      term_ids: optional(fc.array(from('t1', 't2', 't9'), { maxLength: 3 })),
      tutor_id: optional(from(...guardianKeys)),
      deputy_id: optional(from(...guardianKeys)),
    }),
    ({ group_id }) => group_id,
    3,
  ),
  terms: distinct(fc.record({ term_id: from('t1', 't2'), title: prose }), ({ term_id }) => term_id, 2),
});

const operator: fc.Arbitrary<Comparison> = from('=', '!=', '<', '<=', '>', '>=');
const equality: fc.Arbitrary<Comparison> = from('=', '!=');
const values: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<string | boolean>>>>> = {
  pupils: {
    pupil_id: from(...pupilKeys),
    given_name: names,
    family_name: names,
    email: from('ana.peña@x.es', 'ana@x.es'),
    notes: prose,
    status: statuses,
    birth_date: days,
    seen_at: instants,
    steps: integers,
    score: decimals,
    enabled: fc.boolean(),
    'home.city': names,
    'home.floor': integers,
    'home.area': from('-1.50', '9.00', '10.25'),
    'home.owned': fc.boolean(),
  },
  guardians: { guardian_id: from(...guardianKeys), name: names, email: from('ana@x.es') },
  bonds: { pupil_id: from(...pupilKeys), guardian_id: from(...guardianKeys), contact_order: from('1', '2') },
  groups: { group_id: from('A', 'B'), title: prose, tutor_id: from(...guardianKeys) },
  terms: { term_id: from('t1'), title: prose },
};
const prefixes: Readonly<Record<string, readonly string[]>> = {
  pupils: ['pupil_id', 'given_name', 'family_name', 'notes', 'status', 'home.city'],
  guardians: ['guardian_id', 'name'],
  groups: ['title', 'tutor_id'],
  terms: ['term_id'],
  bonds: ['pupil_id'],
};
const beginnings = from(
  'n',
  'nu',
  'NUÑ',
  'pen',
  'de la',
  'de',
  '',
  '-',
  'ana',
  'g',
  '1',
  'act',
  'falta',
  'ñ',
  'N',
);
const relations: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  pupils: [['bonds', 'bonds']],
  bonds: [
    ['pupil_id', 'pupils'],
    ['guardian_id', 'guardians'],
  ],
  guardians: [
    ['bonds', 'bonds'],
    ['groups.tutor_id', 'groups'],
    ['groups.deputy_id', 'groups'],
  ],
  groups: [
    ['term_ids', 'terms'],
    ['tutor_id', 'guardians'],
  ],
  terms: [['groups', 'groups']],
};
const words = from(
  'nunez',
  'pe',
  'falta',
  'enfermedad',
  'justificado',
  'la pena',
  'ana x',
  'de',
  'e',
  '*',
  'NOT a',
);

function filterOf(dataset: string, depth: number): fc.Arbitrary<Filter> {
  const columns = Object.entries(values[dataset] ?? {});
  const compare: fc.Arbitrary<Filter> = fc.oneof(
    ...columns.map(([path, value]) =>
      fc.record({
        kind: from('compare' as const),
        path: from(path),
        operator: path === 'enabled' || path === 'home.owned' ? equality : operator,
        value,
      }),
    ),
  );
  const among = fc.oneof(
    ...columns.map(([path, value]) =>
      fc.record({
        kind: from('in' as const),
        path: from(path),
        values: fc.array(value, { minLength: 1, maxLength: 3 }),
      }),
    ),
  );
  const leaves: fc.Arbitrary<Filter>[] = [
    compare,
    compare,
    among,
    fc.record({ kind: from('null' as const), path: from(...columns.map(([path]) => path)) }),
    fc.record({ kind: from('prefix' as const), path: from(...(prefixes[dataset] ?? [])), value: beginnings }),
  ];
  if (dataset !== 'bonds') leaves.push(fc.record({ kind: from('text' as const), words }));
  if (dataset === 'pupils') {
    leaves.push(
      fc.record({ kind: from('text' as const), words, columns: from(['notes'], ['given_name', 'notes']) }),
      fc.record({ kind: from('contains' as const), path: from('grades'), value: grades }),
      fc.record({ kind: from('contains' as const), path: from('marks'), value: integers }),
      fc.record({ kind: from('contains' as const), path: from('nicknames'), value: names }),
      fc.record({ kind: from('contains' as const), path: from('ids.value'), value: from('1', 'nia') }),
    );
  }
  if (depth === 0) return fc.oneof(...leaves);
  const inner = filterOf(dataset, depth - 1);
  const has = (relations[dataset] ?? []).flatMap(([relation, to]) => [
    fc.record({ kind: from('has' as const), relation: from(relation) }),
    fc.record({ kind: from('has' as const), relation: from(relation), where: filterOf(to, depth - 1) }),
  ]);
  return fc.oneof(
    ...leaves.slice(0, 2),
    ...has,
    ...has,
    fc.record({
      kind: from('and' as const, 'or' as const),
      of: fc.array(inner, { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: from('not' as const), of: inner }),
  );
}

const sortOf = (dataset: string): fc.Arbitrary<Sort[]> =>
  fc.array(
    fc.record({
      path: from(...Object.keys(values[dataset] ?? {})),
      descending: fc.boolean(),
      nulls: from('first' as const, 'last' as const),
    }),
    { maxLength: 3 },
  );

const question = from('pupils', 'pupils', 'guardians', 'bonds', 'groups', 'terms').chain((dataset) =>
  fc.record({ dataset: from(dataset), where: filterOf(dataset, 2), sort: sortOf(dataset) }),
);

let rig: Rig;
beforeEach(async () => {
  rig = await sqliteRig({ contracts, textOf: async () => null });
});
afterEach(() => rig.close());

/** Each world is a newer version of every key, so that one index lives through all of them. */
function worldEvents(rows: Rows, version: number) {
  const { upsert, remove } = eventsFrom();
  const keys: Readonly<Record<string, readonly string[]>> = {
    pupils: pupilKeys,
    guardians: guardianKeys,
    bonds: ['1', '2', '3', '4'],
    groups: ['A', 'B', 'C'],
    terms: ['t1', 't2'],
  };
  return Object.entries(keys).flatMap(([dataset, all]) =>
    all.map((key) => {
      const row = rows[dataset]?.find((one) => one[contracts[dataset]?.key ?? ''] === key);
      return row ? upsert(dataset, row, version) : remove(dataset, key, version);
    }),
  );
}

test('any query over any rows finds what reading every row finds, in order, in pages of any size', async () => {
  let version = 0;
  await fc.assert(
    fc.asyncProperty(
      world,
      fc.array(question, { minLength: 10, maxLength: 20 }),
      fc.integer({ min: 1, max: 4 }),
      async (values, questions, limit) => {
        const rows: Rows = Object.fromEntries(
          Object.entries(values).map(([dataset, all]) => [dataset, all.map((one) => rowOf(dataset, one))]),
        );
        await rig.apply(worldEvents(rows, ++version));
        for (const { dataset, where, sort } of questions) {
          const expected = (rows[dataset] ?? []).filter((row) => holds(rows, dataset, row, where));
          const query = { dataset, where, sort };
          const page = await rig.engine.search({ ...query, total: true });
          const key = contracts[dataset]?.key ?? '';
          expect(page.items.map(({ row }) => row[key])).toEqual(ordered(dataset, expected, sort));
          expect(page.total).toBe(expected.length);
          for (const { row } of page.items) expect(rows[dataset]).toContainEqual(row);

          const paged: unknown[] = [];
          let after: string | null = null;
          do {
            const part = await rig.engine.search({ ...query, limit, ...(after === null ? {} : { after }) });
            paged.push(...part.items.map(({ row }) => row[key]));
            after = part.next;
          } while (after !== null);
          expect(paged).toEqual(ordered(dataset, expected, sort));
        }
      },
    ),
    { seed: 20260101, numRuns: 150 },
  );
});
