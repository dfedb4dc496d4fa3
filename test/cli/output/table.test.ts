import { describe, expect, test } from 'vitest';
import { fieldsText, type Paper, tableText } from '../../../cli/output/table.ts';
import { widthOf } from '../../../cli/output/text.ts';

const paper = (width: number): Paper => ({ width, stream: process.stdout });
const headings = [{ title: 'student_id' }, { title: 'name' }, { title: 'rows', right: true }];
const rows = [
  ['1', 'Núñez Ángel', '7'],
  ['22', '名前', '1,234'],
  ['3', '👩‍🏫 Ana', '12'],
];

describe('a table', () => {
  test('aligns accents, wide letters and emoji by the columns that they take', () => {
    expect(tableText(headings, rows, paper(Number.POSITIVE_INFINITY))).toBe(
      [
        'student_id  name          rows',
        '1           Núñez Ángel      7',
        '22          名前         1,234',
        '3           👩‍🏫 Ana          12',
        '',
      ].join('\n'),
    );
  });

  test('cuts its widest column where the terminal is narrow', () => {
    const long = [['1', 'María del Carmen Fernández de la Vega', '7']];
    expect(tableText(headings, long, paper(40))).toBe(
      ['student_id  name                    rows', '1           María del Carmen Fern…     7', ''].join('\n'),
    );
  });

  test('never cuts a wide letter in half', () => {
    const lines = tableText([{ title: 'n' }], [['名'.repeat(30)]], paper(20)).split('\n');
    expect(lines).toEqual(['n', `${'名'.repeat(9)}…`, '']);
    expect(widthOf(lines[1] ?? '')).toBe(19);
  });

  test('becomes one block a row where even narrow columns do not fit', () => {
    const wide = Array.from({ length: 8 }, (_, at) => ({ title: `column_number_${at}` }));
    const row = (word: string) => wide.map((_, at) => `${word} value ${at}`);
    expect(tableText(wide.slice(0, 3), [row('first'), row('second')], paper(30))).toBe(
      [
        'column_number_0  first value 0',
        'column_number_1  first value 1',
        'column_number_2  first value 2',
        '',
        'column_number_0  second value…',
        'column_number_1  second value…',
        'column_number_2  second value…',
        '',
      ].join('\n'),
    );
  });

  test('writes control characters out, so that data cannot steer the terminal', () => {
    expect(tableText([{ title: 'note' }], [['a\nb\t\u001b[31mred\u009b']], paper(80))).toBe(
      'note\na\\nb\\t\\u001b[31mred\\u009b\n',
    );
  });

  test('of a pipe keeps a long text whole, and is not widened by it', () => {
    const rows = [
      ['1', 'x'.repeat(100), '7'],
      ['2', 'short', '8'],
    ];
    expect(tableText(headings, rows, paper(Number.POSITIVE_INFINITY)).split('\n')).toEqual([
      `student_id  name${' '.repeat(58)}rows`,
      `1           ${'x'.repeat(100)}     7`,
      `2           short${' '.repeat(60)}8`,
      '',
    ]);
  });

  test('without rows is its headings', () => {
    expect(tableText(headings, [], paper(80))).toBe('student_id  name  rows\n');
  });
});

test('fields stand under each other', () => {
  const fields = [
    ['name', 'students'],
    ['meaning', ''],
    ['key', { text: 'student_id', style: 'bold' }],
  ] as const;
  expect(fieldsText(fields, paper(80))).toBe('name     students\nmeaning\nkey      student_id\n');
});
