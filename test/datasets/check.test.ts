import { describe, expect, test } from 'vitest';
import { checkContracts } from '../../datasets/check.ts';
import { boolean, integer, json, text } from '../../datasets/columns.ts';
import type { Contract } from '../../datasets/contract.ts';
import { facts, found, problems, pupils, schools, withColumns } from './contracts.ts';

test('contracts that agree with themselves and one another pass', () => {
  expect(found([schools, pupils])).toEqual([]);
});

test('every problem is told at once, in the order of the contracts, with a way out', () => {
  const broken = [
    { ...schools, version: 0 },
    { ...pupils, freshness: 'soon' },
  ];
  expect(() => checkContracts(broken)).toThrow(
    expect.objectContaining({
      name: 'UserError',
      exitCode: 1,
      hint: 'mend the dataset in datasets/<name>.ts',
      message:
        'schools: version 0 is not a whole number from 1 on\n' +
        'pupils: freshness "soon" is no ISO 8601 duration',
    }),
  );
});

test('the harmless kinds need nothing more', () => {
  expect(withColumns({ active: boolean('Active.', facts), settings: json('Settings.', facts) })).toEqual([]);
});

describe('a dataset', () => {
  test('is stated once', () => {
    expect(found([schools, pupils, pupils])).toEqual(['pupils: is stated twice']);
  });

  test.each(['Schools', '_schools', 'my-schools', 'schools_', 'a__b', '1st'])('is not named %s', (name) => {
    expect(found([{ ...schools, name }])).toEqual([`${name}: is not a name in snake_case`]);
  });

  test('says what it means', () => {
    expect(problems({ meaning: ' ' })).toEqual(['pupils: does not say what it means']);
  });

  test('has a Spanish label', () => {
    expect(problems({ es: '' })).toEqual(['pupils: has no Spanish label']);
  });

  test('has a whole number as its version', () => {
    expect(problems({ version: 1.5 })).toEqual(['pupils: version 1.5 is not a whole number from 1 on']);
  });
});

describe('the key', () => {
  test('is a column', () => {
    expect(problems({ key: 'alumno_id' })).toEqual(['pupils.alumno_id: is the key, but no column']);
  });

  test('ends in _id', () => {
    const columns = { ...pupils.columns, pupil: text('Key.', { es: 'Alumno', reveals: 'identity' }) };
    expect(problems({ key: 'pupil', columns })).toEqual([
      'pupils.pupil: is the key, but does not end in _id',
    ]);
  });

  test('is text', () => {
    expect(
      found([{ ...schools, columns: { school_id: integer('Key.', facts) }, scope: { kind: 'shared' } }]),
    ).toEqual(['schools.school_id: is the key, but not text']);
  });

  test('is required', () => {
    expect(
      found([{ ...schools, columns: { school_id: text('Key.', { ...facts, optional: true }) } }]),
    ).toEqual(['schools.school_id: is the key, but optional']);
  });
});

describe('the scope', () => {
  const stays: Contract = {
    ...pupils,
    name: 'stays',
    key: 'stay_id',
    columns: {
      stay_id: text('Key.', { es: 'Estancia', reveals: 'identity' }),
      pupil_id: text('Pupil.', { es: 'Alumno', references: 'pupils', reveals: 'identity' }),
      school_id: text('School.', { es: 'Centro', references: 'schools' }),
    },
  };
  const throughStays = { kind: 'bridge', through: 'stays', on: 'pupil_id' } as const;

  test('is a column', () => {
    expect(problems({ scope: { kind: 'column', column: 'centro_id' } })).toEqual([
      'pupils.centro_id: is the scope, but no column',
    ]);
  });

  test('is text', () => {
    expect(problems({ scope: { kind: 'column', column: 'entry_date' } })).toEqual([
      'pupils.entry_date: is the scope, but not text',
    ]);
  });

  test('may be reached over a bridge', () => {
    expect(problems({ scope: throughStays }, [schools, stays])).toEqual([]);
  });

  test('is reached over a dataset that is there', () => {
    expect(problems({ scope: throughStays })).toEqual([
      'pupils: reaches its school through "stays", which is no dataset',
    ]);
  });

  test('is reached by a column of its own', () => {
    expect(problems({ scope: { ...throughStays, on: 'stay_id' } }, [schools, stays])).toEqual([
      'pupils.stay_id: leads to the school, but is no column',
    ]);
  });

  test('is reached by a column of the bridge', () => {
    expect(problems({ scope: { ...throughStays, on: 'exit_date' } }, [schools, stays])).toEqual([
      'pupils.exit_date: leads to "stays", which has no such column',
    ]);
  });

  test('is reached by one name for one thing', () => {
    const columns = { ...stays.columns, pupil_id: text('Pupil.', { es: 'Alumno', reveals: 'identity' }) };
    expect(problems({ scope: throughStays }, [schools, { ...stays, columns }])).toEqual([
      'pupils.pupil_id: names something else than in "stays"',
    ]);
  });

  test('is held by the bridge', () => {
    const { school_id: _, ...columns } = stays.columns;
    const bridge: Contract = { ...stays, columns, scope: { kind: 'shared' } };
    expect(problems({ scope: throughStays }, [schools, bridge])).toEqual([
      'pupils: reaches its school through "stays", which has no school_id',
    ]);
  });
});

describe('a period of time', () => {
  test.each(['', 'P', 'PT', '5Y', 'P5', 'P1H', 'PT1D', 'P1.5Y', 'p1y', 'P-1D', 'P1DT'])(
    'is not %j',
    (period) => {
      expect(problems({ freshness: period, retention: { period, from: 'deletion' } })).toEqual([
        `pupils: freshness "${period}" is no ISO 8601 duration`,
        `pupils: retention "${period}" is no ISO 8601 duration`,
      ]);
    },
  );

  test.each(['PT1M', 'P5Y', 'P1Y2M10DT2H30M', 'P4W', 'PT0S'])('may be %s', (period) => {
    expect(problems({ freshness: period, retention: { period, from: 'deletion' } })).toEqual([]);
  });

  test('counts from a column that is there', () => {
    expect(problems({ retention: { period: 'P1Y', from: 'graduation_date' } })).toEqual([
      'pupils.graduation_date: retention counts from it, but it is no column',
    ]);
  });

  test('counts from a date or timestamp', () => {
    expect(problems({ retention: { period: 'P1Y', from: 'school_id' } })).toEqual([
      'pupils.school_id: retention counts from it, but it is no date or timestamp',
    ]);
  });
});
