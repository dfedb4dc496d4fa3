import { DataType, type Field, type Table } from 'apache-arrow';
import { isNumeric } from '../charts/values.ts';

export interface Axes {
  readonly kind: 'bar' | 'line';
  readonly x: Field;
  readonly y: Field;
}

const mostBars = 60;

/** A line of what is measured over time, a bar for each of a few names; null for what has no chart at a glance. */
export function axesOf({ schema, numRows }: Table): Axes | null {
  const [x] = schema.fields.filter((field) => !isNumeric(field));
  const [y] = schema.fields.filter(isNumeric);
  if (!x || !y || numRows < 2) return null;
  if (DataType.isDate(x.type) || DataType.isTimestamp(x.type)) return { kind: 'line', x, y };
  return DataType.isUtf8(x.type) && numRows <= mostBars ? { kind: 'bar', x, y } : null;
}
