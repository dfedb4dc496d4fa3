import { describe, expect, test } from 'vitest';
import { dashboardOf } from '../../../analytics/dashboards/dashboards.ts';
import { addressOf, chosenIn, drillAddress } from '../../../web/portal/src/dashboards/address.ts';

const attendance = dashboardOf('attendance');
const page = (id: string) => {
  const found = attendance.pages.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};
const visual = (id: string) => {
  const found = attendance.pages.flatMap(({ visuals }) => visuals).find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};

test('what is chosen stands in the address, and is read from it again', () => {
  const chosen = { school: ['a&b', 'ñ'], year: ['2026'], grade: [] };
  const address = addressOf(attendance, page('overview'), chosen);
  expect(address).toBe('/dashboards/attendance?school=a%26b&school=%C3%B1&year=2026');
  expect(chosenIn(address.split('?')[1] ?? '', attendance.filters)).toEqual({
    school: ['a&b', 'ñ'],
    year: ['2026'],
  });
});

test('what is no filter of the page is left out', () => {
  expect(addressOf(attendance, page('class'), { school: ['a'], class: ['c'] })).toBe(
    '/dashboards/attendance/class?class=c',
  );
  expect(chosenIn('nobody=1', attendance.filters)).toEqual({});
});

describe('a drill', () => {
  test('opens the page of the visual with what the row shows, and keeps what is chosen there', () => {
    const row = { school_id: 'ies-1', school_name: 'IES Norte', value_1: 0.1 };
    expect(drillAddress(attendance, visual('by-school'), { year: ['2026'], grade: ['07'] }, row)).toBe(
      '/dashboards/attendance/school?school=ies-1&year=2026',
    );
  });

  test('leads nowhere from a row without the key, and from a visual without a drill', () => {
    expect(drillAddress(attendance, visual('by-school'), {}, { school_id: null })).toBeNull();
    expect(drillAddress(attendance, visual('by-grade'), {}, { grade: '07' })).toBeNull();
  });
});
