import { expect, test } from 'vitest';
import { maintenanceText } from '../../../cli/output/maintenance.ts';
import type { MaintenanceTask } from '../../../lake/maintenance/plan.ts';

const paper = { width: 100, stream: process.stdout };
const tasks: MaintenanceTask[] = [
  { kind: 'merge-raw', dataset: 'attendance', hour: '2026-03-02T08', files: Array(3).fill({}) },
  { kind: 'compact', zone: 'curated', dataset: 'students', files: Array(2).fill({}) },
  { kind: 'trim-tombstones', dataset: 'students', before: '2026-02-01T00:00:00.000000Z' },
  {
    kind: 'expire',
    zone: 'curated',
    dataset: 'students',
    snapshots: 1,
    before: '2026-02-01T00:00:00.000000Z',
  },
  { kind: 'remove', zone: 'raw', dataset: null, paths: ['a', 'b'] },
];
const nothing = {
  filesWritten: 0,
  filesReplaced: 0,
  filesDeleted: 0,
  snapshotsExpired: 0,
  tombstonesTrimmed: 0,
};

test('a plan says what there is to do', () => {
  expect(maintenanceText({ tasks, trimmable: 1234 }, paper)).toBe(
    `task             of                   what
merge-raw        raw.attendance       3 files of 2026-03-02T08 into one
compact          curated.students     2 small files into fewer
trim-tombstones  tombstones.students  deletes before 2026-02-01T00:00:00.000000Z
expire           curated.students     1 snapshot before 2026-02-01T00:00:00.000000Z
remove           raw                  2 orphan files

1,234 events may leave the bus
`,
  );
});

test('a report says what was done', () => {
  const done = [
    { filesReplaced: 3, filesWritten: 1 },
    {},
    { tombstonesTrimmed: 7, filesReplaced: 1 },
    { snapshotsExpired: 1, filesDeleted: 4 },
    { filesDeleted: 2 },
  ];
  const results = tasks.map((task, at) => ({ task, ...nothing, ...done[at] }));
  expect(maintenanceText({ results, trimmed: 1 }, paper)).toBe(
    `task             of                   what
merge-raw        raw.attendance       3 files written anew as 1
compact          curated.students     somebody else was there first
trim-tombstones  tombstones.students  1 file written anew as 0, 7 deletes forgotten
expire           curated.students     1 snapshot expired, 4 files deleted
remove           raw                  2 files deleted

1 event left the bus
`,
  );
});

test('there may be nothing to do', () => {
  expect(maintenanceText({ tasks: [], trimmable: 0 }, paper)).toBe(
    'the lake is tidy\n0 events may leave the bus\n',
  );
});
