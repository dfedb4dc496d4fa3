import { expect, test } from 'vitest';
import { planStep } from '../../../analytics/stored/plan.ts';

const byMonth = {
  stored: { kind: 'by month', column: 'day', inputs: { 'curated.attendance': 'attendance_date' } },
} as const;
const inputs = { 'curated.attendance': '7', 'curated.students': '3' };
const manifest = { query: 'q', inputs, parts: [], before: [] };

test('a view that was never stored, or whose query is another one, is computed whole', () => {
  expect(planStep(byMonth, null, 'q', inputs)).toEqual({ kind: 'everything' });
  expect(planStep(byMonth, manifest, 'other', inputs)).toEqual({ kind: 'everything' });
});

test('a view whose inputs are as they were needs nothing', () => {
  expect(planStep(byMonth, manifest, 'q', inputs)).toEqual({ kind: 'nothing' });
});

test('changes of an input whose rows have a month touch months; those of any other touch everything', () => {
  const attendance = { ...inputs, 'curated.attendance': '8' };
  expect(planStep(byMonth, manifest, 'q', attendance)).toEqual({
    kind: 'months',
    changed: ['curated.attendance'],
  });
  expect(planStep(byMonth, manifest, 'q', { ...attendance, 'curated.students': '4' })).toEqual({
    kind: 'everything',
  });
  expect(planStep({ stored: { kind: 'whole' } }, manifest, 'q', attendance)).toEqual({ kind: 'everything' });
});

test('an input that came or went is a change', () => {
  expect(planStep(byMonth, manifest, 'q', { 'curated.attendance': '7' })).toEqual({ kind: 'everything' });
  expect(planStep(byMonth, manifest, 'q', { ...inputs, 'curated.orgs': '1' })).toEqual({
    kind: 'everything',
  });
});
