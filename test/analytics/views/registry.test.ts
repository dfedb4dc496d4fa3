import { expect, test } from 'vitest';
import type { ViewColumn } from '../../../analytics/views/columns.ts';
import { inOrder, readView, views } from '../../../analytics/views.ts';
import { catalog } from '../../../datasets/catalog.ts';

const file = `-- How many students
-- there are.
-- es: Alumnado
-- grain: school
-- owner: secretaria
-- stored: by month of day, curated.attendance.attendance_date, marts.school_days.school_day

-- Not marts.this one.
SELECT 'curated.nothing' AS word, count(*) AS students
FROM curated.students s
JOIN marts.stays e ON e.student_id = s.student_id
`;

test('a file says what its view is, how it is stored and what it reads', () => {
  expect(readView('stays', file)).toEqual({
    name: 'stays',
    meaning: 'How many students there are.',
    es: 'Alumnado',
    grain: 'school',
    owner: 'secretaria',
    authority: null,
    people: null,
    stored: {
      kind: 'by month',
      column: 'day',
      inputs: { 'curated.attendance': 'attendance_date', 'marts.school_days': 'school_day' },
    },
    sql: file.slice(file.indexOf('-- Not')).trim(),
    reads: ['curated.students', 'marts.stays'],
  });
});

test('a header that lacks something is refused', () => {
  expect(() => readView('stays', file.replace('-- grain: school\n', ''))).toThrow(
    'analytics/views/stays.sql: its header lacks meaning, es, grain or owner',
  );
});

test('a view comes after those that it reads', () => {
  const places = new Map(views.map(({ name }, place) => [`marts.${name}`, place]));
  for (const [place, { reads }] of views.entries()) {
    for (const read of reads) expect(places.get(read) ?? -1).toBeLessThan(place);
  }
});

test('views that read each other are refused', () => {
  const reading = (name: 'stays' | 'scores', other: string) =>
    readView(name, file.replace('marts.stays e', `marts.${other} e`));
  expect(() => inOrder([reading('stays', 'scores'), reading('scores', 'stays')])).toThrow(
    'views read each other in a circle: scores, stays, scores',
  );
});

test('only datasets and views are read', () => {
  const datasets = Object.keys(catalog).map((name) => `curated.${name}`);
  const reads = new Set(views.flatMap((view) => view.reads).filter((name) => name.startsWith('curated.')));
  expect([...reads].filter((name) => !datasets.includes(name))).toEqual([]);
});

test('names of columns are checked when programs are compiled', () => {
  const column: ViewColumn<'chronic_absence'> = 'enrolled_days';
  // @ts-expect-error: a column of another view
  const foreign: ViewColumn<'chronic_absence'> = 'fill_rate';
  expect([column, foreign]).toHaveLength(2);
});
