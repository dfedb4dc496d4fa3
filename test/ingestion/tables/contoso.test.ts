import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { canonicalText } from '../../../datasets/canonical.ts';
import { catalog } from '../../../datasets/catalog.ts';
import type { Contract } from '../../../datasets/contract.ts';
import type { TableMapping } from '../../../ingestion/mapping/tables/tableMapping.ts';
import { applyTables, type TableResult } from '../../../ingestion/tables/load/apply.ts';
import { planTables } from '../../../ingestion/tables/load/plan.ts';
import { findMapping } from '../../../ingestion/tables/mapping/find.ts';
import { counts, openWorkbench, orphans, rejects, repairs, type Workbench } from './workbench.ts';

/** A real export, beside the project. */
const folder = new URL('../../../../shared/data/sis/contoso/', import.meta.url).pathname;
const kinds = ['studentattendance', 'studentsectionmark', 'studentdemographics'];
const batch = (number: 1 | 2) =>
  kinds.map((kind) => {
    const name = `batch${number}/${kind}.csv`;
    return { name, path: folder + name };
  });

/** Terms, which the export lacks. */
const terms: TableMapping = {
  name: 'terms',
  version: 1,
  files: [
    {
      file: 'terms',
      feeds: [
        {
          dataset: 'academic_sessions',
          fields: {
            academic_session_id: 'id',
            title: 'id',
            type: { constant: 'term' },
            start_date: 'from',
            end_date: 'to',
          },
        },
      ],
    },
  ],
};

const load = async ({ ledger }: Workbench, files: ReturnType<typeof batch>) =>
  applyTables(await planTables(files, findMapping('contoso'), ledger), ledger);

/** Every live row of the four datasets. */
const stateOf = (bench: Workbench) =>
  ['attendance', 'line_items', 'results', 'demographics'].map((dataset) =>
    [...bench.ledger.rows(dataset)].map(
      ({ key, row }) =>
        canonicalText(catalog[dataset] as Contract, row) + JSON.stringify(bench.extra(dataset, key)),
    ),
  );

// 1,044 marks in 90 sections, each in one term. No repair: both forms of dates are declared, and nothing is broken.
const first = [
  'demographics: 100 0 0 0 0 0',
  'attendance: 12000 0 0 0 0 0',
  'line_items: 90 0 0 0 0 0',
  'results: 1044 0 0 0 0 0',
];

// Of the marks 1,043 come again, two of them corrected, and three are new; the one that does not come stays. Of three
// demographics, two say something new of what is kept beside the contract: learning English, and low income.
const second = [
  'demographics: 0 2 1 0 0 0',
  'attendance: 20 0 0 0 0 0',
  'line_items: 0 0 90 0 0 0',
  'results: 3 2 1041 0 0 0',
];

/** Batch 1, then batch 2. */
let loaded: Workbench;
let results: TableResult[];
beforeAll(async () => {
  loaded = openWorkbench();
  results = [await load(loaded, batch(1)), await load(loaded, batch(2))];
});
afterAll(() => loaded.close());

test('batch 1, then 2', () => {
  expect(results.map(counts)).toEqual([first, second]);
  expect(results.map((result) => [repairs(result), rejects(result), result.notes])).toEqual([
    [[], [], []],
    [[], [], []],
  ]);
  expect(stateOf(loaded).map((rows) => rows.length)).toEqual([12_020, 90, 1_047, 100]);
});

test('people, schools, sections and terms come from elsewhere', () => {
  expect(results.slice(0, 1).flatMap(orphans)).toEqual([
    'demographics.student_id -> students × 100 @ batch1/studentdemographics.csv:2',
    'attendance.student_id -> students × 12000 @ batch1/studentattendance.csv:2',
    'attendance.school_id -> orgs × 12000 @ batch1/studentattendance.csv:2',
    'line_items.class_id -> classes × 90 @ batch1/studentsectionmark.csv:170',
    'line_items.academic_session_id -> academic_sessions × 90 @ batch1/studentsectionmark.csv:170',
    'results.student_id -> students × 1044 @ batch1/studentsectionmark.csv:2',
    'results.class_id -> classes × 1044 @ batch1/studentsectionmark.csv:2',
  ]);
});

describe('again', () => {
  let bench: Workbench;
  beforeEach(() => {
    bench = openWorkbench();
  });
  afterEach(() => bench.close());

  test('one by one and together ends in the same state: the last load of a key wins', async () => {
    await load(bench, batch(1));
    await load(bench, batch(2));
    // Between the batches, what batch 1 says holds once more; the rows that only batch 2 has stay.
    expect(counts(await load(bench, batch(1)))).toEqual([
      'demographics: 0 2 98 0 0 0',
      'attendance: 0 0 12000 0 0 0',
      'line_items: 0 0 90 0 0 0',
      'results: 0 2 1042 0 0 0',
    ]);
    await load(bench, batch(2));
    expect(stateOf(bench)).toEqual(stateOf(loaded));
    const head = bench.ledger.head();
    expect(counts(await load(bench, [...batch(1), ...batch(2)]))).toEqual([
      'demographics: 0 0 100 0 0 0',
      'attendance: 0 0 12020 0 0 0',
      'line_items: 0 0 90 0 0 0',
      'results: 0 0 1047 0 0 0',
    ]);
    expect(bench.ledger.head()).toBe(head);
  });

  test('both in one load on an empty ledger says the same as one by one', async () => {
    await load(bench, [...batch(1), ...batch(2)]);
    expect(stateOf(bench)).toEqual(stateOf(loaded));
  });

  test('with the terms known, a score has the last day of its term', async () => {
    bench.write('terms.csv', 'id,from,to\nterm1,2020-08-17,2020-12-18\n');
    await bench.load(['terms.csv'], terms);
    await load(
      bench,
      batch(1).filter(({ name }) => name.endsWith('mark.csv')),
    );
    const dates = Map.groupBy(Object.values(bench.rows('results')), ({ score_date }) => score_date);
    expect([...dates].map(([date, rows]) => [date, rows.length])).toEqual([
      ['2020-12-18', 105],
      [null, 939],
    ]);
  });
});

describe('says what the export says:', () => {
  test('a day of absence', () => {
    expect(loaded.rows('attendance')['contoso-513']).toEqual({
      attendance_id: 'contoso-513',
      student_id: '90267e7054e945a49418868bbccf0571',
      school_id: 'ab2a9665-ce87-4120-a8b5-edd392875e42',
      class_id: null,
      attendance_date: '2022-01-03',
      period: null,
      status: 'absent',
      is_excused: null,
      fraction_absent: '1.0000',
      minutes_absent: null,
      reason: null,
      teacher_id: null,
      recorded_at: null,
    });
  });

  test('a period in one section, whose date is written in another way', () => {
    expect(loaded.rows('attendance')['contoso-att1050']).toMatchObject({
      class_id: 'sec90',
      attendance_date: '2020-08-15',
      period: '1',
      status: 'present',
      fraction_absent: null,
    });
  });

  test('how many were absent', () => {
    const absent = Object.values(loaded.rows('attendance')).filter(({ status }) => status === 'absent');
    expect(absent).toHaveLength(1_285);
    expect(new Set(absent.map(({ fraction_absent }) => fraction_absent))).toEqual(new Set(['1.0000']));
  });

  test('a mark that was corrected, one that was not, and one that came later', () => {
    expect(loaded.rows('results')).toMatchObject({
      'contoso-m1': {
        line_item_id: 'contoso-sec1-term1',
        student_id: 'st1',
        score: '82.0000',
        text_score: 'B',
      },
      'contoso-m4': { score: '77.0000', text_score: 'C' },
      'contoso-m1045': { student_id: 'st100', class_id: 'sec79', score: '110.0000', score_date: null },
    });
    expect(loaded.extra('results', 'contoso-m1')).toEqual({
      school_year: '2021',
      is_final_grade: 'No',
      credits_attempted: '5',
      credits_earned: '5',
      grad_credit_type: null,
    });
  });

  test('the line item of a section and term, of which nothing else is known', () => {
    const stated = Object.entries(loaded.rows('line_items')['contoso-sec1-term1'] ?? {}).filter(
      ([, value]) => value !== null,
    );
    expect(Object.fromEntries(stated)).toEqual({
      line_item_id: 'contoso-sec1-term1',
      title: 'sec1 term1',
      class_id: 'sec1',
      academic_session_id: 'term1',
    });
    expect(loaded.extra('line_items', 'contoso-sec1-term1')).toBeNull();
  });

  test('one origin of each student', () => {
    const { st2, st3 } = loaded.rows('demographics');
    expect(st2).toMatchObject({
      white: true,
      asian: false,
      hispanic_or_latino_ethnicity: false,
      primary_language: 'English',
      has_support_needs: false,
      has_meal_assistance: null,
    });
    expect(st3).toMatchObject({ white: null, hispanic_or_latino_ethnicity: true, has_support_needs: true });
    expect(loaded.extra('demographics', 'st3')).toEqual({
      FederalRaceCategory: 'Hispanic',
      ELLStatus: 'English Learner',
      SpecialEducation: 'Designated Instruction Service',
      LowIncome: '0',
    });
  });
});
