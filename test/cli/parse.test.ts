import { describe, expect, test } from 'vitest';
import { UserError } from '../../base/errors.ts';
import type { CommandName } from '../../cli/commands.js';
import { parse } from '../../cli/parse.ts';

function refusal(name: CommandName, line: readonly string[]): { message: string; exitCode: number } {
  try {
    parse(name, line, {});
  } catch (error) {
    if (error instanceof UserError) return { message: error.message, exitCode: error.exitCode };
    throw error;
  }
  throw new Error('the line was taken');
}

describe('arguments', () => {
  test('without options are the defaults of the table', () => {
    expect(parse('search', ['students'], {})).toEqual({
      dataset: 'students',
      text: undefined,
      where: [],
      facet: [],
      include: [],
      sort: [],
      limit: 20,
      after: undefined,
      json: false,
      dir: '.aljibe',
      verbose: false,
    });
  });

  test('are taken in any order, as they were typed', () => {
    const line = [
      '--where',
      'a = 1',
      'students',
      '--limit=3',
      '0012',
      '--where',
      'b = 2',
      '--json',
      '--dir',
      'D',
    ];
    expect(parse('search', line, {})).toMatchObject({
      dataset: 'students',
      text: '0012',
      where: ['a = 1', 'b = 2'],
      limit: 3,
      json: true,
      dir: 'D',
    });
  });

  test('behind -- are never options', () => {
    expect(parse('search', ['students', '--', '--json'], {})).toMatchObject({ text: '--json', json: false });
  });

  test('that may be many take the rest of the line', () => {
    expect(parse('quarantine replay', ['3', '4'], {})).toMatchObject({ id: [3, 4] });
    expect(parse('quarantine replay', [], {})).toMatchObject({ id: [] });
  });

  test('keep the empty text', () => {
    expect(parse('get', ['students', ''], {})).toMatchObject({ key: '' });
  });

  test('from the environment stand behind those of the line', () => {
    expect(parse('status', [], { ALJIBE_DIR: '/data' })).toMatchObject({ dir: '/data' });
    expect(parse('status', ['--dir', 'D'], { ALJIBE_DIR: '/data' })).toMatchObject({ dir: 'D' });
  });
});

describe('a line is refused with exit code 2 when', () => {
  test.each<{ why: string; name: CommandName; line: string[]; message: string }>([
    {
      why: 'an option does not exist',
      name: 'search',
      line: ['students', '--lmit', '5'],
      message: 'unknown option --lmit, did you mean "--limit"?',
    },
    {
      why: 'nothing is near the option',
      name: 'search',
      line: ['students', '--colour=red'],
      message: 'unknown option --colour',
    },
    { why: 'a short option does not exist', name: 'status', line: ['-x'], message: 'unknown option -x' },
    { why: 'an argument is missing', name: 'get', line: ['students'], message: 'KEY is missing' },
    {
      why: 'an option is missing',
      name: 'dataset diff',
      line: ['students', '--from', '1'],
      message: '--to S is missing',
    },
    {
      why: 'a value is missing',
      name: 'query',
      line: ['x', '--format'],
      message: 'no value behind --format',
    },
    {
      why: 'an option is given twice',
      name: 'search',
      line: ['students', '--limit', '1', '--limit', '2'],
      message: '--limit is given 2 times',
    },
    {
      why: 'an argument is too much',
      name: 'get',
      line: ['students', '1', '2'],
      message: '"2" is one argument too many',
    },
    {
      why: 'a count is not one',
      name: 'up',
      line: ['--students', '1.5'],
      message: '--students: "1.5" is not a whole number from 0',
    },
    {
      why: 'a number is not one',
      name: 'up',
      line: ['--rate', '-1'],
      message: '--rate: "-1" is not a number from 0',
    },
    {
      why: 'the number of a row is none',
      name: 'quarantine show',
      line: ['twelve'],
      message: 'ID: "twelve" is not a whole number from 0',
    },
    {
      why: 'a choice is none',
      name: 'dataset export',
      line: ['students', '--format', 'xml'],
      message: '--format: "xml" is none of csv, jsonl, parquet, arrow',
    },
    {
      why: 'an argument is none of its choices',
      name: 'completion',
      line: ['fish'],
      message: 'SHELL: "fish" is none of bash, zsh',
    },
  ])('$why', ({ name, line, message }) => {
    expect(refusal(name, line)).toEqual({ message, exitCode: 2 });
  });
});
