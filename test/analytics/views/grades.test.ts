import { describe, expect, test } from 'vitest';
import { columnsOf, type Rows } from './fixture.ts';
import { norte, stay } from './school.ts';

const item = (line_item_id: string, more: NonNullable<Rows['line_items']>[number] = {}) => ({
  line_item_id,
  title: line_item_id,
  class_id: 'mat',
  school_id: 'norte',
  academic_session_id: 't1',
  result_value_min: '0.0000' as const,
  result_value_max: '10.0000' as const,
  ...more,
});
const result = (
  line_item_id: string,
  score: string | null,
  more: NonNullable<Rows['results']>[number] = {},
) =>
  ({
    result_id: `${line_item_id}-${score}`,
    line_item_id,
    student_id: 'ana',
    score: score as `${number}` | null,
    score_status: 'fully graded',
    ...more,
  }) as const;

const school: Rows = {
  ...norte,
  classes: [{ class_id: 'mat', title: 'Matemáticas', school_id: 'norte', subjects: ['Matemáticas'] }],
  students: [{ student_id: 'ana', given_name: 'Ana', family_name: 'Gil' }],
  school_enrollments: [stay('ana')],
};

describe('a score is put between the lowest and the highest of its line item', () => {
  const percent = async (line_items: Rows['line_items'], results: Rows['results']) =>
    (await columnsOf('scores', ['score_percent'], { ...school, line_items, results })).flat();

  test('from 0 to 100', async () => {
    expect(
      await percent(
        [
          item('ten'),
          item('from one to six', { result_value_min: '1.0000', result_value_max: '6.0000' }),
          item('of three', { result_value_min: null, result_value_max: '3.0000' }),
        ],
        [result('ten', '7.2500'), result('from one to six', '4.0000'), result('of three', '1.0000')],
      ),
    ).toEqual(['60.0000', '33.3333', '72.5000']);
  });

  test('beyond 100 for who earned more than the highest', async () => {
    expect(await percent([item('ten')], [result('ten', '11.0000')])).toEqual(['110.0000']);
  });

  test('and is none without a highest, or where lowest and highest are one', async () => {
    expect(
      await percent(
        [item('open', { result_value_max: null }), item('flat', { result_value_max: '0.0000' })],
        [result('open', '5.0000'), result('flat', '0.0000')],
      ),
    ).toEqual([]);
  });
});

describe('which results count', () => {
  const results = [
    result('a', '5.0000'),
    result('b', '9.0000', { score_status: 'exempt' }),
    result('c', null, { score_status: 'not submitted', missing: true }),
    result('d', null, { score_status: 'submitted' }),
    result('e', '7.0000', { score_status: 'ext:recuperada' }),
    result('f', '6.0000', { score_status: null }),
  ];
  const rows = { ...school, line_items: ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => item(id)), results };

  test('not the exempt ones; what was not handed in is no zero', async () => {
    expect(await columnsOf('scores', ['line_item_id', 'score_percent'], rows)).toEqual([
      ['a', '50.0000'],
      ['e', '70.0000'],
      ['f', '60.0000'],
    ]);
  });

  test('what was not handed in is a zero where the settings say so', async () => {
    const settings = [{ not_submitted_is_zero: true }];
    expect(await columnsOf('scores', ['line_item_id', 'score_percent'], rows, { settings })).toEqual([
      ['a', '50.0000'],
      ['c', '0.0000'],
      ['e', '70.0000'],
      ['f', '60.0000'],
    ]);
  });
});

describe('a mean', () => {
  const mean = async (weights: readonly (`${number}` | null)[]) =>
    await columnsOf(
      'student_grades',
      ['student_name', 'term_id', 'grade', 'subject', 'results', 'mean_score', 'decile'],
      {
        ...school,
        line_items: weights.map((weight, index) => item(`item ${index}`, { weight })),
        results: weights.map((_, index) => result(`item ${index}`, `${4 + 4 * index}.0000`)),
      },
    );

  test('is weighted where every result has a weight', async () => {
    expect(await mean(['75.0000', '25.0000'])).toEqual([
      ['Ana Gil', 't1', '01', 'Matemáticas', '2', '50.0000', '5'],
    ]);
  });

  test('is plain where one has none, or all weigh nothing', async () => {
    const plain = [['Ana Gil', 't1', '01', 'Matemáticas', '2', '60.0000', '6']];
    expect(await mean(['75.0000', null])).toEqual(plain);
    expect(await mean(['0.0000', '0.0000'])).toEqual(plain);
  });
});

test('a result belongs to the term of its line item, else to that of its due date', async () => {
  expect(
    await columnsOf('scores', ['line_item_id', 'school_year', 'term_id'], {
      ...school,
      line_items: [
        item('by session', { academic_session_id: 't2', due_date: '2025-10-01' }),
        item('by date', { academic_session_id: null, due_date: '2026-01-12' }),
        item('of the year', { academic_session_id: 'y26', due_date: '2025-10-01' }),
        item('of no time', { academic_session_id: null }),
      ],
      results: ['by session', 'by date', 'of the year', 'of no time'].map((id) => result(id, '5.0000')),
    }),
  ).toEqual([
    ['by date', '2026', 't2'],
    ['by session', '2026', 't2'],
    ['of no time', null, null],
    ['of the year', '2026', null],
  ]);
});

const graded = (student_id: string, mean_score: `${number}`, decile: string) => ({
  student_id,
  school_id: 'norte',
  class_id: 'mat',
  class_title: 'Matemáticas',
  subject: 'Matemáticas',
  results: '2',
  mean_score,
  decile,
});

test('a class has as many students below 65 and below 72', async () => {
  const student_grades = [
    graded('a', '64.9999', '6'),
    graded('b', '65.0000', '6'),
    graded('c', '72.0000', '7'),
  ];
  expect(
    await columnsOf(
      'class_grades',
      ['students', 'red_students', 'yellow_students', 'score_sum'],
      {},
      { student_grades },
    ),
  ).toEqual([['3', '1', '1', '201.9999']]);
  expect(await columnsOf('grade_distribution', ['decile', 'students'], {}, { student_grades })).toEqual([
    ['6', '2'],
    ['7', '1'],
  ]);
});

test('a hundred and more is in the highest tenth', async () => {
  const rows = { ...school, line_items: [item('x')], results: [result('x', '11.0000')] };
  expect(await columnsOf('student_grades', ['decile'], rows)).toEqual([['9']]);
});
