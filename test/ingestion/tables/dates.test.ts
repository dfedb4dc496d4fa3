import { describe, expect, test } from 'vitest';
import {
  dateForm,
  dateFormsProblem,
  readDate,
  readTimestamp,
} from '../../../ingestion/tables/values/dates.ts';

const forms = (...texts: string[]) => texts.map(dateForm);

describe('a day', () => {
  test.each([
    ['2022-01-03', [], '2022-01-03'],
    [' 2022-01-03 ', [], '2022-01-03'],
    ['2022-01-03 00:00:00', [], '2022-01-03'],
    ['2022-01-03T00:00:00.000Z', [], '2022-01-03'],
    ['8/15/2020', ['M/D/YYYY'], '2020-08-15'],
    ['08/05/2020', ['M/D/YYYY'], '2020-08-05'],
    ['5.8.2020', ['D.M.YYYY'], '2020-08-05'],
    ['20200805', ['YYYYMMDD'], '2020-08-05'],
    ['05-AUG-2020', ['DD-MMM-YYYY'], '2020-08-05'],
    ['2022-01-03', ['M/D/YYYY'], '2022-01-03'],
    ['2024-02-29', [], '2024-02-29'],
  ])('%j by %j', (text, texts, value) => {
    expect(readDate(text, forms(...texts))).toEqual({ value });
  });

  test.each([
    ['8/15/2020', []],
    ['15/8/2020', ['M/D/YYYY']],
    ['8/15/20', ['M/D/YYYY']],
    ['2/30/2020', ['M/D/YYYY']],
    ['2023-02-29', []],
    ['05-XXX-2020', ['DD-MMM-YYYY']],
    ['2022-01-03 05:00:00', []],
    ['2022-01-03 00:00:00+02', []],
    ['yesterday', ['M/D/YYYY']],
  ])('%j is none by %j', (text, texts) => {
    expect(readDate(text, forms(...texts))).toEqual({ value: undefined });
  });

  test('a time of the day is cut off where the mapping declares it', () => {
    expect(readDate('8/15/2020 7:30 AM', forms('M/D/YYYY H:mm A'))).toEqual({
      value: '2020-08-15',
      repair: 'time of day cut off',
    });
  });

  test('the next form is tried where one does not make a day', () => {
    expect(readDate('15-AUG-2020', forms('D-M-YYYY', 'D-MMM-YYYY'))).toEqual({ value: '2020-08-15' });
  });
});

describe('an instant', () => {
  test.each([
    ['2022-01-03T10:00:00Z', [], '2022-01-03T10:00:00.000000Z'],
    ['2022-01-03 10:00:00.123456+00', [], '2022-01-03T10:00:00.123456Z'],
    ['2022-01-03T10:00+05:30', [], '2022-01-03T04:30:00.000000Z'],
    ['2022-01-03T10:00:00-0500', [], '2022-01-03T15:00:00.000000Z'],
    ['1/3/2022 12:05:00 AM', ['M/D/YYYY H:mm:ss A'], '2022-01-02T23:05:00.000000Z'],
    ['1/3/2022 12:05:00 PM', ['M/D/YYYY H:mm:ss A'], '2022-01-03T11:05:00.000000Z'],
    ['03.07.2022 10:00', ['DD.MM.YYYY HH:mm'], '2022-07-03T08:00:00.000000Z'],
  ])('%j by %j in Madrid', (text, texts, value) => {
    expect(readTimestamp(text, forms(...texts), 'Europe/Madrid')).toEqual({ value });
  });

  test('nothing beyond microseconds is kept, and that is told', () => {
    expect(readTimestamp('2022-01-03 10:00:00.123456789Z', [], undefined)).toEqual({
      value: '2022-01-03T10:00:00.123456Z',
      repair: 'cut to microseconds',
    });
  });

  test.each([
    '2022-01-03T10:00:00',
    '2022-01-03',
    '2022-01-03T24:00:00Z',
    '2022-01-03T10:60:00Z',
    '1/3/2022 10:00 AM',
  ])('%j is none without a zone or a form', (text) => {
    expect(readTimestamp(text, [], undefined)).toEqual({ value: undefined });
  });

  test('an hour that no half of a day has', () => {
    expect(readTimestamp('1/3/2022 13:05 PM', forms('M/D/YYYY H:mm A'), 'UTC')).toEqual({ value: undefined });
  });
});

describe('forms that a mapping may not have', () => {
  test.each([
    [['M/D/YYYY', 'YYYY-MM-DD HH:mm:ss.S Z', 'YYYYMMDD'], null],
    [['MM/DD/YYYY', 'M/D/YYYY'], null],
    [['M/D/YY'], '"M/D/YY" does not name the year, the month and the day once each'],
    [['YYYY-MM-DD HH:mm H'], '"YYYY-MM-DD HH:mm H" names a part twice'],
    [
      ['M/D/YYYY', 'DD/MM/YYYY'],
      '"M/D/YYYY" and "DD/MM/YYYY" can both be read from one text, as different days',
    ],
  ])('%j', (texts, problem) => {
    expect(dateFormsProblem(texts)).toBe(problem);
  });
});
