import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tableMappings } from '../../../ingestion/mapping/tables/all.ts';
import type { Feed, FileMapping, TableMapping } from '../../../ingestion/mapping/tables/tableMapping.ts';
import { checkTableMapping } from '../../../ingestion/tables/mapping/check.ts';
import { findMapping } from '../../../ingestion/tables/mapping/find.ts';
import { shapeProblem } from '../../../ingestion/tables/mapping/shape.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const results: Feed = {
  dataset: 'results',
  fields: { result_id: 'id', line_item_id: 'item', student_id: 'student', score: 'score' },
};

const mapping = (feed: Partial<Feed>, file: Partial<FileMapping> = {}, name = 'school'): TableMapping => ({
  name,
  version: 1,
  files: [{ file: 'marks', ...file, feeds: [{ ...results, ...feed }] }],
});

const withField = (field: string, rule: unknown) =>
  mapping({ fields: { ...results.fields, [field]: rule as string } });

describe('a mapping is refused', () => {
  test.each<[string, TableMapping, string]>([
    ['for its name', mapping({}, {}, 'my school'), 'the name "my school" holds more than letters'],
    ['without a year in its dates', mapping({}, { dates: ['M/D'] }), 'marks: "M/D" does not name the year'],
    [
      'for a zone',
      mapping({}, { zone: 'Europe/Sevilla' }),
      'the time zone "Europe/Sevilla", which does not exist',
    ],
    ['that reads a secret', mapping({}, { secret: ['score'] }), 'results.score reads score, which is secret'],
    [
      'with a code that its vocabulary lacks',
      withField('score_status', { column: 's', codes: { F: 'done' } }),
      '"done"',
    ],
    [
      'with a code of another type',
      withField('late', { column: 'l', codes: { Y: 'true' } }),
      'is not true or false',
    ],
    ['with a decimal out of its form', withField('score', { constant: '7.5' }), 'exactly 4 fraction digits'],
    ['with a brace too many', withField('comment', { template: '{a}}' }), 'has a brace too many in "{a}}"'],
    ['with a template of nothing', withField('comment', { template: 'a' }), 'names no column in "a"'],
    [
      'that takes what is not there',
      withField('score_date', { lookup: 'academic_sessions', key: '{term}', take: 'last_day' }),
      'takes last_day, which is no column of academic_sessions',
    ],
    [
      'that takes another type',
      withField('score_date', { lookup: 'academic_sessions', key: '{term}', take: 'title' }),
      'takes title, which is a text',
    ],
    [
      'whose snapshot another file fills as well',
      {
        ...mapping({ snapshot: true }),
        files: [...mapping({ snapshot: true }).files, ...mapping({}, { file: 'more' }).files],
      },
      'marks: results is a snapshot, but also filled otherwise',
    ],
    [
      'that maps a file twice',
      { ...mapping({}), files: [...mapping({}).files, ...mapping({}).files] },
      'marks is mapped twice',
    ],
  ])('%s', (_, refused, message) => {
    expect(() => checkTableMapping(refused)).toThrow(message);
  });
});

test('a good mapping is taken', () => {
  expect(() => checkTableMapping(mapping({}))).not.toThrow();
});

test.each(tableMappings.map((each) => [each.name, each] as const))(
  'the mapping %s that comes with Aljibe is good, and might as well be written in JSON',
  (_, each) => {
    expect(() => checkTableMapping(each)).not.toThrow();
    expect(shapeProblem(JSON.parse(JSON.stringify(each)))).toBeNull();
  },
);

describe('a mapping in JSON', () => {
  test.each<[unknown, string]>([
    [[], 'mapping is not an object'],
    [{ name: 'a', version: 1 }, 'mapping.files is missing'],
    [{ ...mapping({}), version: '1' }, 'mapping.version is not a whole number from 1'],
    [{ ...mapping({}), extra: 1 }, 'mapping.extra means nothing; known are name, version, files'],
    [
      mapping({ derived: 'yes' as unknown as boolean }),
      'mapping.files[0].feeds[0].derived is not true or false',
    ],
    [mapping({}, { decimalMark: ';' as ',' }), 'mapping.files[0].decimalMark is neither "." nor ","'],
    [
      withField('score', { colum: 'a' }),
      'mapping.files[0].feeds[0].fields.score is neither a column nor an object with column, constant, template, lookup',
    ],
    [
      withField('score', { column: 'a', codes: { A: 4 } }),
      'mapping.files[0].feeds[0].fields.score.codes.A is not a text, true, false or null',
    ],
    [
      mapping({ when: { column: 'a' } as unknown as { column: string; in: string[] } }),
      'mapping.files[0].feeds[0].when.in is missing',
    ],
  ])('%j', (value, problem) => {
    expect(shapeProblem(value)).toBe(problem);
  });

  let bench: Workbench;
  beforeEach(() => {
    bench = openWorkbench();
  });
  afterEach(() => bench.close());

  test('is found by its path', () => {
    const path = bench.write('marks.json', JSON.stringify(mapping({})));
    expect(findMapping(path)).toEqual(mapping({}));
  });

  test.each<[string, string, string]>([
    ['no JSON', '{', 'is not JSON'],
    ['no mapping', '{}', 'mapping.name is missing'],
    ['a contradiction', JSON.stringify(mapping({}, { zone: 'Nowhere' })), 'the time zone "Nowhere"'],
    [
      'a taken name',
      JSON.stringify(mapping({}, {}, 'contoso')),
      'a mapping that comes with Aljibe is called contoso',
    ],
  ])('is refused for %s', (_, content, message) => {
    expect(() => findMapping(bench.write('marks.json', content))).toThrow(message);
  });

  test('that is not there is a mistake in the command line', () => {
    expect(() => findMapping('./none.json')).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});

test('a name that is none is refused with what is near', () => {
  expect(() => findMapping('contosso')).toThrow(
    expect.objectContaining({
      message: '"contosso" is no mapping',
      hint: 'did you mean contoso?',
      exitCode: 2,
    }),
  );
});
