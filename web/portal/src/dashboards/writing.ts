import type { Dimension, Format } from '../../../../analytics/dashboards/definition.ts';
import { schoolYear, weekdays, word } from '../../../../analytics/dashboards/words.ts';
import { formatsOf } from '../settings/format.ts';
import type { Language } from '../words/words.ts';

export type Row = Readonly<Record<string, unknown>>;

/** How values of a format are written in a language; they are those of `plainRows`, and none is missing. */
export function writer(format: Format, language: Language): (value: unknown) => string {
  const formats = formatsOf(language);
  const date = (options: Intl.DateTimeFormatOptions) => {
    // A date has no zone: it is the same day wherever somebody looks at it.
    const written = new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options });
    return (value: unknown) => written.format(value as Date);
  };
  switch (format) {
    case 'count':
      return (value) => formats.count(Math.round(Number(value)));
    case 'decimal':
      return (value) => formats.decimal(Number(value));
    case 'percent':
      return (value) => formats.percent(Number(value));
    case 'date':
      return date({ day: 'numeric', month: 'short', year: 'numeric' });
    case 'month':
      return date({ month: 'short', year: 'numeric' });
    case 'instant':
      return (value) => formats.instant((value as Date).toISOString());
    case 'weekday':
      return (value) => weekdays[language][Number(value) - 1] ?? String(value);
    case 'school year':
      return (value) => schoolYear(Number(value));
    case 'tenth':
      return (value) => `${Number(value) * 10}–${Number(value) * 10 + 10}`;
    case 'band':
      return (value) => `${String(value).replace('-', '–')} %`;
    case 'word':
      return (value) => word(String(value), language);
    case 'text':
      return String;
  }
}

/** What people read of a dimension in a row. */
export function shownIn(
  { column, label, format }: Dimension,
  row: Row,
  language: Language,
  none: string,
): string {
  const value = (label === undefined ? null : row[label]) ?? row[column];
  return value === null || value === undefined ? none : writer(label ? 'text' : format, language)(value);
}
