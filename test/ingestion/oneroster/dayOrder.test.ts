import { afterEach, beforeEach, expect, test } from 'vitest';
import { dayOrderOf, gatherDayEvidence } from '../../../ingestion/oneroster/bundle/dayOrder.ts';
import { csv, openWorkbench, rejects, repairs, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(() => {
  bench = openWorkbench();
});
afterEach(() => bench.close());

const session = (start: string, end: string) =>
  csv('sourcedId,title,type,startDate,endDate,schoolYear', `y,Curso,schoolYear,${start},${end},2026`);
const born = (...dates: string[]) =>
  csv('sourcedId,birthDate', ...dates.map((date, index) => `s${index + 1},${date}`));
const users = csv(
  'sourcedId,role,orgSourcedIds,givenName,familyName',
  's1,student,e1,Ana,Gil',
  's2,student,e1,Leo,Paz',
);

test('one date that only the day can begin tells how every date of the bundle is read', async () => {
  const result = await bench.load(
    bench.bundle({
      'academicSessions.csv': session('07/09/2025', '19/06/2026'),
      'users.csv': users,
      'demographics.csv': born('05/04/2012', '"03-11-2011"'),
    }),
  );
  expect(bench.rows('academic_sessions').y).toMatchObject({
    start_date: '2025-09-07',
    end_date: '2026-06-19',
  });
  expect(Object.values(bench.rows('demographics')).map((row) => row.birth_date)).toEqual([
    '2012-04-05',
    '2011-11-03',
  ]);
  expect(repairs(result).filter((repair) => repair.includes('D/M/Y'))).toEqual([
    'academic_sessions.startDate: date written D/M/Y × 1 @ academicSessions.csv:2',
    'academic_sessions.endDate: date written D/M/Y × 1 @ academicSessions.csv:2',
    'demographics.birthDate: date written D/M/Y × 2 @ demographics.csv:2',
  ]);
});

test('where dates of both orders stand beside each other, those that may be either are not read, and that is said', async () => {
  const result = await bench.load(
    bench.bundle({
      'academicSessions.csv': session('07/09/2025', '19/06/2026'),
      'users.csv': users,
      'demographics.csv': born('8/17/2012', '8/7/2012'),
    }),
  );
  expect(rejects(result)).toEqual([
    'academic_sessions academicSessions.csv:2 start_date: is not a readable date',
  ]);
  expect(Object.values(bench.rows('demographics')).map((row) => row.birth_date)).toEqual([
    '2012-08-17',
    null,
  ]);
  expect(result.notes).toEqual([
    'some dates begin with the day and some with the month: those that may be either are not read',
  ]);
});

test.each([
  ['a,13/05/2020', 'day first'],
  ['x,"13/05/2020"', 'day first'],
  ['a;13-05-2020;x', 'day first'],
  ['\n05/13/2020', 'month first'],
  ['x,13/05/2020,05/13/2020', 'unclear'],
  ['113/05/2020, seen on 13/05/2020,13/13/2020,13/05/20201', 'month first'],
])('%j tells %s, wherever it is cut', (text, order) => {
  for (let cut = 0; cut <= text.length; cut++) {
    const { found, take } = gatherDayEvidence();
    take(Buffer.from(text.slice(0, cut)));
    take(Buffer.from(`${text.slice(cut)}\n`));
    expect(dayOrderOf([found])).toBe(order);
  }
});
