import { describe, expect, test } from 'vitest';
import { fixedClock } from '../../base/clock.ts';
import { attendance } from '../../datasets/attendance.ts';
import { cutoffOf, isExpired } from '../../datasets/retention.ts';
import { students } from '../../datasets/students.ts';
import { userActions } from '../../datasets/user_actions.ts';

const now = fixedClock('2028-02-29T10:30:00Z').now();
const after = (period: string) =>
  cutoffOf({ ...students, retention: { period, from: 'deletion' } }, now).slice(0, 16);

describe('rows are kept', () => {
  test('from a day on', () => {
    expect(cutoffOf(attendance, now)).toBe('2023-03-01');
    expect(isExpired(attendance, { attendance_date: '2023-02-28' }, '2023-03-01')).toBe(true);
    expect(isExpired(attendance, { attendance_date: '2023-03-01' }, '2023-03-01')).toBe(false);
  });

  test('from an instant on', () => {
    expect(cutoffOf(userActions, now)).toBe('2026-03-01T10:30:00.000000Z');
    const row = { occurred_at: '2026-03-01T10:29:59.999999Z' };
    expect(isExpired(userActions, row, cutoffOf(userActions, now))).toBe(true);
  });

  test('from their deletion on: while they are there they never grow old', () => {
    expect(cutoffOf(students, now)).toBe('2023-03-01T10:30:00.000000Z');
    expect(isExpired(students, { student_id: 's1' }, '2023-03-01T10:30:00.000000Z')).toBe(false);
  });

  test.each([
    ['P1Y', '2027-03-01T10:30'],
    ['P1M', '2028-01-29T10:30'],
    ['P2W', '2028-02-15T10:30'],
    ['P1Y2M3D', '2026-12-26T10:30'],
    ['PT36H', '2028-02-27T22:30'],
  ])('for %s', (period, cutoff) => {
    expect(after(period)).toBe(cutoff);
  });
});
