import { columnsOf, typeOf, type ViewName } from '../dashboards/columns.ts';
import type { Dashboard, Dimension, Filter, Format } from '../dashboards/definition.ts';
import { dimensionsOf } from '../dashboards/sql.ts';
import { type Language, weekdays, wordsOf } from '../dashboards/words.ts';

/** A column of a data set: one of its view, or what people read in the place of one. */
export interface DataColumn {
  readonly name: string;
  readonly type: 'STRING' | 'INTEGER' | 'DECIMAL' | 'DATETIME';
  readonly sql: string;
}

type Seen = Pick<Dimension, 'column' | 'label' | 'format'>;

/** Views that a dashboard reads, for its visuals and for what its filters offer. */
export function viewsRead({ pages, filters }: Dashboard): ViewName[] {
  const views = [
    ...pages.flatMap(({ visuals }) => visuals.map(({ view }) => view)),
    ...filters.map(({ view }) => view),
  ];
  return [...new Set(views)];
}

/** The columns that a dashboard needs of a view: its own, then one for each that is read under another text. */
export function dataColumns(dashboard: Dashboard, view: ViewName, language: Language): DataColumn[] {
  const own = columnsOf(view).map((name) => plainColumn(view, name));
  const shown = seenColumns(dashboard).flatMap((seen): DataColumn[] => {
    const sql = columnsOf(view).includes(seen.column) ? shownSql(view, seen, language) : null;
    return sql ? [{ name: shownName(seen.column), type: 'STRING', sql }] : [];
  });
  return [...own, ...shown];
}

/**
 * Name of the column that a dashboard shows, and filters by, in the place of another. QuickSight's controls and
 * actions pass what is shown and know no key behind it, so a label carries its key: two schools of one name stay two.
 */
export function shownColumn(dashboard: Dashboard, view: ViewName, column: string): string {
  const seen = seenColumns(dashboard).find((other) => other.column === column);
  return seen && shownSql(view, seen, 'en') ? shownName(column) : column;
}

const shownName = (column: string) => `${column}_shown`;

/** Dimensions and filters by column; the first one that has a label speaks for its column. */
function seenColumns({ pages, filters }: Dashboard): Seen[] {
  const all: Seen[] = [
    ...filters,
    ...pages.flatMap(({ visuals }) => visuals.flatMap((visual) => dimensionsOf(visual))),
  ];
  const isText = (seen: Seen) =>
    seen.label !== undefined || isWritten(seen.format) || isFilter(filters, seen);
  const first = new Map<string, Seen>();
  for (const seen of [...all.filter(({ label }) => label), ...all.filter(isText)]) {
    if (!first.has(seen.column)) first.set(seen.column, seen);
  }
  return [...first.values()];
}

const isWritten = (format: Format) => ['word', 'weekday', 'school year', 'tenth'].includes(format);
const isFilter = (filters: readonly Filter[], { column }: Seen) =>
  filters.some((filter) => filter.column === column);

function shownSql(view: ViewName, { column, label, format }: Seen, language: Language): string | null {
  if (label && columnsOf(view).includes(label)) {
    return `coalesce(${label} || ' · ', '') || CAST(${column} AS varchar)`;
  }
  if (format === 'school year') {
    return `CAST(${column} - 1 AS varchar) || '/' || substr(CAST(${column} AS varchar), 3)`;
  }
  if (format === 'tenth') {
    return `CAST(${column} * 10 AS varchar) || '-' || CAST(${column} * 10 + 10 AS varchar)`;
  }
  if (format === 'weekday')
    return caseSql(
      column,
      weekdays[language].map((day, at) => [`${at + 1}`, `${at + 1} ${day}`]),
    );
  if (format === 'word') {
    return caseSql(
      `CAST(${column} AS varchar)`,
      wordsOf(language).map(([word, text]) => [quoted(word), text]),
    );
  }
  return typeOf(view, column).startsWith('varchar') ? null : `CAST(${column} AS varchar)`;
}

const caseSql = (column: string, texts: readonly (readonly [string, string])[]) =>
  `CASE ${column} ${texts.map(([is, text]) => `WHEN ${is} THEN ${quoted(text)}`).join(' ')} ELSE CAST(${column} AS varchar) END`;

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** QuickSight has no booleans to aggregate and no times with zones: these become 0 and 1, and UTC. */
function plainColumn(view: ViewName, name: string): DataColumn {
  const type = typeOf(view, name);
  if (type === 'boolean') return { name, type: 'INTEGER', sql: `CAST(${name} AS integer)` };
  if (/^(big|small|tiny)?int/.test(type)) return { name, type: 'INTEGER', sql: name };
  if (/^(decimal|double|real)/.test(type)) return { name, type: 'DECIMAL', sql: `CAST(${name} AS double)` };
  if (type === 'date') return { name, type: 'DATETIME', sql: `CAST(${name} AS timestamp)` };
  if (type.includes('with time zone')) {
    return { name, type: 'DATETIME', sql: `CAST(${name} AT TIME ZONE 'UTC' AS timestamp)` };
  }
  if (type.startsWith('timestamp')) return { name, type: 'DATETIME', sql: name };
  return { name, type: 'STRING', sql: type.startsWith('varchar') ? name : `CAST(${name} AS varchar)` };
}
