import { describe, expect, test } from 'vitest';
import { commands, groups } from '../../cli/commands.js';
import { findCommand, help } from '../../cli/help.js';

describe('help', () => {
  test('of a command: what it does, its arguments and options, examples', () => {
    expect(help('dataset rollback')).toBe(`Set a curated table back to a snapshot and hold it there

Usage: aljibe dataset rollback DATASET --to S [options]

Changes keep arriving on the bus and wait until the dataset is resumed.

Arguments
  DATASET     Name of a dataset

Options
  --to S      Snapshot: id, time, or previous; required
  --json      Print JSON for programs
  --dir DIR   State directory; also from ALJIBE_DIR; default .aljibe
  --verbose   Print the stack of an unexpected failure
  -h, --help  Show this help

Examples
  aljibe dataset rollback students --to 2026-03-01T00:00:00Z
`);
  });

  test('of a group: its commands', () => {
    expect(help('quarantine')).toBe(`Rows that broke their contract: list, look, replay

Usage: aljibe quarantine <command> [options]

Commands
  quarantine list            Rows in quarantine, newest first
  quarantine show ID         One quarantined row with its reason and its values
  quarantine replay [ID...]  Offer quarantined rows to their contracts again

"aljibe quarantine <command> --help" tells more about a command.
`);
  });

  test('fits a terminal of 80 columns', () => {
    const lines = ['', ...Object.keys(groups), ...Object.keys(commands)].flatMap((path) => {
      const text = help(path);
      return text.slice(0, text.indexOf('\nExamples')).split('\n');
    });
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test('names every command once in the overview', () => {
    const listed = help('').match(/^ {2}[a-z]+( [a-z]+)?/gm);
    expect(listed?.map((line) => line.trim()).sort()).toEqual(Object.keys(commands).sort());
  });
});

describe('the command of a line', () => {
  test.each([
    { line: ['query', 'SELECT 1'], path: 'query', rest: ['SELECT 1'] },
    { line: ['dataset', 'show', 'students'], path: 'dataset show', rest: ['students'] },
    {
      line: ['--dir', 'up', 'dataset', '--json', 'list'],
      path: 'dataset list',
      rest: ['--dir', 'up', '--json'],
    },
    { line: ['--dir=up', 'status'], path: 'status', rest: ['--dir=up'] },
    { line: ['dataset', 'drop'], path: 'dataset', rest: ['drop'] },
    { line: ['get', 'load', 'documents'], path: 'get', rest: ['load', 'documents'] },
    { line: ['serach', 'students'], path: '', rest: ['serach', 'students'] },
    { line: ['--', 'query'], path: '', rest: ['--', 'query'] },
    { line: [], path: '', rest: [] },
  ])('$line is "$path"', ({ line, path, rest }) => {
    expect(findCommand(line)).toEqual({ path, rest });
  });
});
