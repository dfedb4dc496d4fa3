import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TableMapping } from '../../../ingestion/mapping/tables/tableMapping.ts';
import { replayQuarantine } from '../../../ingestion/replay.ts';
import { tableReplayer } from '../../../ingestion/tables/replayer.ts';
import { counts, openWorkbench, rejects, type Workbench } from './workbench.ts';

/** Attendance without its school, which the class tells. */
const roll: TableMapping = {
  name: 'roll',
  version: 1,
  files: [
    {
      file: 'rooms',
      feeds: [{ dataset: 'classes', fields: { class_id: 'room', title: 'room', school_id: 'school' } }],
    },
    {
      file: 'roll',
      feeds: [
        {
          dataset: 'attendance',
          fields: {
            attendance_id: { template: '{student} {day}' },
            student_id: 'student',
            school_id: { lookup: 'classes', key: '{room}', take: 'school_id' },
            attendance_date: 'day',
            status: { constant: 'present' },
          },
        },
      ],
    },
  ],
};

let bench: Workbench;
beforeEach(async () => {
  bench = openWorkbench();
  bench.write(
    'roll.csv',
    'student,room,day,note\nana,r1,2026-01-08,\neva,r2,2026-01-08,x\nluis,r1\n"luis",r1,2026-01-08,y,z\n',
  );
  const result = await bench.load(['roll.csv'], roll);
  expect(counts(result)).toEqual(['attendance: 0 0 0 0 1 4']);
  expect(rejects(result)).toEqual([
    'roll.csv:2 school_id: is missing',
    'roll.csv:3 school_id: is missing',
    'roll.csv:4 attendance_id: the row has no key',
    'roll.csv:5 null: has 5 cells where the header has 4',
  ]);
});
afterEach(() => bench.close());

const replay = (dataset?: string) => {
  const ofTable = tableReplayer(bench.ledger);
  return replayQuarantine(
    bench.ledger,
    (kind, mapping, name) => (kind === 'table' ? ofTable(mapping, name) : null),
    dataset === undefined ? {} : { dataset },
  );
};

test('maps rows again by the mapping out of a file that brought them, and takes what is whole now', async () => {
  bench.write('rooms.csv', 'room,school\nr1,duero\n');
  await bench.load(['rooms.csv'], roll);
  expect(replay()).toMatchObject({
    replayed: 4,
    accepted: 1,
    kept: [
      { place: 'roll.csv:3', rule: 'is missing' },
      { place: 'roll.csv:4', rule: 'the row has no key' },
      { place: 'roll.csv:5', rule: 'has 5 cells where the header has 4' },
    ],
  });
  expect(bench.rows('attendance')).toMatchObject({ 'ana 2026-01-08': { school_id: 'duero' } });
  expect(bench.extra('attendance', 'ana 2026-01-08')).toEqual({ room: 'r1', note: null });
});

test('keeps rows whose mapping nobody knows', () => {
  bench.ledger.setFact('tables.mapping.roll', JSON.stringify({ ...roll, files: [roll.files[0]] }));
  expect(replay('attendance')).toMatchObject({ replayed: 4, accepted: 0 });
});
