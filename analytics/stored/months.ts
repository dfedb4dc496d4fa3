/** The conditions that make one month out of a column, and the months that a column has. */

/** First day of the month and of the one after it. */
export function boundsOf(month: string): readonly [string, string] {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const next =
    number === 12
      ? `${String(year + 1).padStart(4, '0')}-01`
      : `${month.slice(0, 5)}${String(number + 1).padStart(2, '0')}`;
  return [`${month}-01`, `${next}-01`];
}

/** Rows of a date column in a month. */
export function inMonth(column: string, month: string): string {
  const [from, until] = boundsOf(month);
  return `${column} >= DATE '${from}' AND ${column} < DATE '${until}'`;
}

/** Rows of an input that may belong to a month: of an instant a day more on both sides, for the zones of schools. */
export function nearMonth(column: string, type: 'date' | 'instant', month: string): string {
  if (type === 'date') return inMonth(column, month);
  const [from, until] = boundsOf(month);
  return `${column} >= TIMESTAMPTZ '${from} 00:00:00+00' - INTERVAL 1 DAY AND ${column} < TIMESTAMPTZ '${until} 00:00:00+00' + INTERVAL 1 DAY`;
}

/** The months that rows of an input may belong to, as `month`. */
export function monthsSql(column: string, type: 'date' | 'instant', from: string): string {
  const days = type === 'date' ? [0] : [-1, 0, 1];
  const moved = days.map((day) => `${column} + INTERVAL (${day}) DAY`);
  return `SELECT DISTINCT strftime(date_trunc('month', unnest([${moved.join(', ')}])), '%Y-%m') AS month FROM ${from} WHERE ${column} IS NOT NULL`;
}
