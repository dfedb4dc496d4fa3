import { analytics } from '../../../analytics/translatedViews.ts';
import type { ViewColumn, ViewName } from '../../../analytics/views/columns.ts';
import type { academicSessions } from '../../../datasets/academic_sessions.ts';
import type { attendance } from '../../../datasets/attendance.ts';
import type { calendarDays } from '../../../datasets/calendar_days.ts';
import { catalog } from '../../../datasets/catalog.ts';
import type { classes } from '../../../datasets/classes.ts';
import type { AnyRow, Contract, Row } from '../../../datasets/contract.ts';
import type { courses } from '../../../datasets/courses.ts';
import type { enrollments } from '../../../datasets/enrollments.ts';
import type { guardians } from '../../../datasets/guardians.ts';
import type { guardianships } from '../../../datasets/guardianships.ts';
import type { incidents } from '../../../datasets/incidents.ts';
import type { lineItems } from '../../../datasets/line_items.ts';
import type { notifications } from '../../../datasets/notifications.ts';
import type { orgs } from '../../../datasets/orgs.ts';
import type { results } from '../../../datasets/results.ts';
import type { schoolEnrollments } from '../../../datasets/school_enrollments.ts';
import type { students } from '../../../datasets/students.ts';
import type { teachers } from '../../../datasets/teachers.ts';
import type { teachingAssignments } from '../../../datasets/teaching_assignments.ts';
import type { userActions } from '../../../datasets/user_actions.ts';
import { curatedFields } from '../../../lake/curation/schema.ts';
import { openEngine } from '../../../lake/duckdb.ts';
import { type Cell, exactObjects } from '../../../lake/exact.ts';
import { duckdbTypeOf, quotedName, quotedText } from '../../../lake/iceberg/duckdb.ts';
import { withIds } from '../../../lake/iceberg/schema.ts';

interface Datasets {
  orgs: typeof orgs;
  academic_sessions: typeof academicSessions;
  calendar_days: typeof calendarDays;
  courses: typeof courses;
  classes: typeof classes;
  teachers: typeof teachers;
  students: typeof students;
  guardians: typeof guardians;
  school_enrollments: typeof schoolEnrollments;
  enrollments: typeof enrollments;
  teaching_assignments: typeof teachingAssignments;
  guardianships: typeof guardianships;
  attendance: typeof attendance;
  incidents: typeof incidents;
  line_items: typeof lineItems;
  results: typeof results;
  user_actions: typeof userActions;
  notifications: typeof notifications;
}

/** When a row of a fixture was accepted, unless it says so. */
const acceptedAt = '2026-06-30T12:00:00.000000Z';

/** Rows by dataset in canonical values; a column that a row does not name is null. */
export type Rows = {
  readonly [D in keyof Datasets]?: readonly (Partial<Row<Datasets[D]>> & { _changed_at?: string })[];
};

/** Rows that stand for those of views, so that a mart can be tried by itself. */
export type ViewRows = {
  readonly [V in ViewName]?: readonly { readonly [C in ViewColumn<V>]?: string | number | boolean | null }[];
};

/** The rows of a view over such a lake, in the order of its columns. */
export async function rowsOf(
  view: ViewName,
  rows: Rows,
  viewRows: ViewRows = {},
): Promise<Record<string, Cell>[]> {
  return (await rowsOfAll([view], rows, viewRows))[view] ?? [];
}

/** The rows of several views over one lake. */
export async function rowsOfAll(
  views: readonly ViewName[],
  rows: Readonly<Record<string, readonly AnyRow[]>>,
  viewRows: ViewRows = {},
): Promise<Record<string, Record<string, Cell>[]>> {
  const engine = await openEngine({ spill: '/nowhere', threads: 1 });
  const connection = await engine.connect();
  try {
    await connection.run('CREATE SCHEMA curated; CREATE SCHEMA marts');
    // As tables, so that what several views read is computed once.
    for (const { name, sql } of tablesOf(views, rows, viewRows))
      await connection.run(`CREATE TABLE ${name} AS FROM (${sql})`);
    const found: Record<string, Record<string, Cell>[]> = {};
    for (const view of views) found[view] = await exactObjects(connection, `FROM marts.${view} ORDER BY ALL`);
    return found;
  } finally {
    connection.closeSync();
    engine.close();
  }
}

/** The same rows with some of their columns only. */
export async function columnsOf<V extends ViewName>(
  view: V,
  columns: readonly ViewColumn<V>[],
  rows: Rows,
  viewRows: ViewRows = {},
): Promise<Cell[][]> {
  const found = await rowsOf(view, rows, viewRows);
  return found.map((row) => columns.map((column) => row[column] as Cell));
}

function tablesOf(
  views: readonly ViewName[],
  rows: Readonly<Record<string, readonly AnyRow[]>>,
  viewRows: ViewRows,
) {
  const needed = new Set(views.map((view) => `marts.${view}`));
  const tables: { name: string; sql: string }[] = [];
  for (const { name, reads, translated } of [...analytics().views].reverse()) {
    if (!needed.has(`marts.${name}`)) continue;
    const stated = viewRows[name];
    if (!stated) for (const read of reads) needed.add(read);
    tables.unshift({ name: `marts.${name}`, sql: stated ? viewSql(name, stated) : translated.duckdb });
  }
  const datasets = Object.values(catalog).filter(({ name }) => needed.has(`curated.${name}`));
  return [
    ...datasets.map((contract) => ({
      name: `curated.${contract.name}`,
      sql: datasetSql(contract, rows[contract.name] ?? []),
    })),
    ...tables,
  ];
}

function datasetSql(contract: Contract, rows: readonly AnyRow[]): string {
  const { fields } = withIds(curatedFields(contract), 0);
  const stated = rows.map((row) => ({ _version: '1', _changed_at: acceptedAt, ...row }));
  return valuesSql(
    fields.map(({ name, type }) => ({ name, type: duckdbTypeOf(type) })),
    stated,
  );
}

function viewSql(name: ViewName, rows: readonly AnyRow[]): string {
  const { columns } = analytics().views.find((view) => view.name === name)?.translated ?? { columns: [] };
  return valuesSql(
    columns.map((column) => ({ name: column.name, type: duckdbTypes(column.type) })),
    rows,
  );
}

/** The types of a view are plain ones. */
function duckdbTypes(type: { readonly kind: string; readonly precision?: number; readonly scale?: number }) {
  return type.kind === 'decimal' ? `DECIMAL(${type.precision}, ${type.scale})` : type.kind;
}

/** Rows travel as one JSON text, from which each column is taken with its type. */
function valuesSql(columns: readonly { name: string; type: string }[], rows: readonly AnyRow[]): string {
  const known = new Set(columns.map(({ name }) => name));
  const foreign = rows.flatMap(Object.keys).find((name) => !known.has(name));
  if (foreign) throw new Error(`a row of the fixture names ${foreign}, which is no column`);
  const cells = columns.map(({ name, type }) => {
    const taken = /\[\]$|^STRUCT/.test(type) ? '->' : '->>';
    return `CAST(line ${taken} ${quotedText(`$.${name}`)} AS ${type}) AS ${quotedName(name)}`;
  });
  return `SELECT ${cells.join(', ')}
FROM (SELECT unnest(from_json(${quotedText(JSON.stringify(rows))}, '["JSON"]')) AS line)`;
}
