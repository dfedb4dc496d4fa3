import { describe, expectTypeOf, test } from 'vitest';
import type { attendance } from '../../datasets/attendance.ts';
import type { classes } from '../../datasets/classes.ts';
import { decimal, integer, list, struct, text } from '../../datasets/columns.ts';
import type { AnyRow, Contract, Row } from '../../datasets/contract.ts';
import { defineDataset } from '../../datasets/contract.ts';
import type { results } from '../../datasets/results.ts';
import { students } from '../../datasets/students.ts';

// The compiler runs these: `npm run typecheck` fails where a type is not what a test says.

type Student = Row<typeof students>;
type Attendance = Row<typeof attendance>;

const minimal = {
  kind: 'entity',
  version: 1,
  meaning: 'A thing.',
  es: 'Cosas',
  subjects: {},
  scope: { kind: 'shared' },
  quality: [],
  freshness: 'PT1M',
  retention: { period: 'P1Y', from: 'deletion' },
} as const;

describe('a row', () => {
  test('has the columns of its contract and no other', () => {
    expectTypeOf<keyof Student>().toEqualTypeOf<keyof (typeof students)['columns']>();
    expectTypeOf<Student>().not.toHaveProperty('nombre');
  });

  test('never lacks a required value', () => {
    expectTypeOf<Student['student_id']>().toEqualTypeOf<string>();
    // @ts-expect-error a student without a key is none
    const key: Student['student_id'] = null;
    void key;
  });

  test('may lack an optional value', () => {
    expectTypeOf<Student['email']>().toEqualTypeOf<string | null>();
  });

  test('names every column, also where the value is missing', () => {
    // @ts-expect-error a missing value is null, not left out
    const student: Student = { student_id: '1', given_name: 'Ana', family_name: 'Núñez' };
    void student;
  });

  test('cannot be changed', () => {
    const rename = (student: Student): void => {
      // @ts-expect-error rows are made anew
      student.given_name = 'Ana';
    };
    void rename;
  });

  test('is known as such where its contract is only known at run time', () => {
    expectTypeOf<Student>().toExtend<AnyRow>();
    expectTypeOf(students).toExtend<Contract>();
  });
});

describe('a value', () => {
  test('of a vocabulary is a known word or kept as ext:', () => {
    expectTypeOf<Attendance['status']>().toEqualTypeOf<
      'present' | 'absent' | 'late' | 'left_early' | `ext:${string}`
    >();
    // @ts-expect-error what nobody knows is told apart
    const status: Attendance['status'] = 'asleep';
    void status;
  });

  test('that is a decimal is the text of a number', () => {
    expectTypeOf<Row<typeof results>['score']>().toEqualTypeOf<`${number}` | null>();
    // @ts-expect-error never a JavaScript number
    const score: Row<typeof results>['score'] = 9.5;
    void score;
  });

  test('that is an integer is the text of a whole number', () => {
    expectTypeOf<Attendance['minutes_absent']>().toEqualTypeOf<`${bigint}` | null>();
    // @ts-expect-error whole numbers have no point
    const minutes: Attendance['minutes_absent'] = '1.5';
    void minutes;
  });

  test('that is a date or an instant is a text', () => {
    expectTypeOf<Attendance['attendance_date']>().toEqualTypeOf<string>();
    expectTypeOf<Attendance['recorded_at']>().toEqualTypeOf<string | null>();
    // @ts-expect-error never a Date
    const day: Attendance['attendance_date'] = new Date();
    void day;
  });

  test('that is json is its text', () => {
    expectTypeOf<Student['preferences']>().toEqualTypeOf<string | null>();
  });

  test('that is true or false is that', () => {
    expectTypeOf<Attendance['is_excused']>().toEqualTypeOf<boolean | null>();
  });

  test('that is a list holds values of its type', () => {
    expectTypeOf<Row<typeof classes>['academic_session_ids']>().toEqualTypeOf<readonly string[] | null>();
  });

  test('that is a list of structs holds their fields, each of which may be missing', () => {
    expectTypeOf<Student['user_ids']>().toEqualTypeOf<
      readonly { readonly type: string | null; readonly identifier: string | null }[] | null
    >();
  });

  test('that is a struct keeps the types of its fields', () => {
    const things = defineDataset({
      ...minimal,
      name: 'things',
      key: 'thing_id',
      columns: {
        thing_id: text('Key.', { es: 'Cosa' }),
        size: struct({ height: { kind: 'integer' }, weight: { kind: 'decimal', precision: 9, scale: 3 } })(
          'How big it is.',
          { es: 'Tamaño' },
        ),
        counts: list({ kind: 'integer' })('Counts.', { es: 'Cuentas' }),
        share: decimal(5, 4)('Share.', { es: 'Parte', optional: true }),
      },
    });
    type Thing = Row<typeof things>;
    expectTypeOf<Thing>().toEqualTypeOf<{
      readonly thing_id: string;
      readonly size: { readonly height: `${bigint}` | null; readonly weight: `${number}` | null };
      readonly counts: readonly `${bigint}`[];
      readonly share: `${number}` | null;
    }>();
  });
});

describe('a contract', () => {
  test('has a key that is one of its columns', () => {
    const columns = { thing_id: text('Key.', { es: 'Cosa' }) } as const;
    // @ts-expect-error there is no such column
    defineDataset({ ...minimal, name: 'things', key: 'ting_id', columns });
  });

  test('labels every column in Spanish', () => {
    // @ts-expect-error people see the label
    integer('Places in the class.', { optional: true });
  });

  test('knows how much a value can reveal', () => {
    // @ts-expect-error there is no such class
    text('Given name.', { es: 'Nombre', reveals: 'everything' });
  });
});
