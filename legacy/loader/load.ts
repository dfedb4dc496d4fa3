import type pg from 'pg';
import { type Counts, fill } from '../fill.ts';
import { levelRows } from '../generator/organisation.ts';
import type { LegacyRow, TableRows } from '../rows.ts';
import { legacyTables } from '../tables.ts';
import { type Bundle, type Note, readBundle } from './bundle.ts';
import { addOrgs, addSessions } from './orgs.ts';
import { addPeople } from './people.ts';
import { add, newRoster, type Roster } from './roster.ts';
import { addTeaching } from './teaching.ts';

/** What became of a bundle. */
export interface LoadReport {
  readonly counts: Counts;
  /** Rows that were left out, and why. */
  readonly skipped: readonly Note[];
  /** Rows that were taken after a repair. */
  readonly mended: readonly Note[];
  /** Schools that the bundle refers to without describing them. */
  readonly placeholders: readonly string[];
  /** Files that the monolith has no place for. */
  readonly ignored: readonly string[];
}

/** Fills an empty monolith (its schema made) from a folder of OneRoster CSV files, in one transaction. */
export async function loadOneRoster(client: pg.ClientBase, folder: string): Promise<LoadReport> {
  const { tables, ...report } = planLoad(await readBundle(folder));
  return { counts: await fill(client, tables), ...report };
}

/** The rows that a bundle becomes, in the order of references, and what to tell about them. */
export function planLoad(bundle: Bundle): { tables: TableRows[] } & Omit<LoadReport, 'counts'> {
  const roster = newRoster(bundle);
  const schools = addOrgs(roster);
  const sessions = addSessions(roster);
  const people = addPeople(roster, schools, sessions);
  addTeaching(roster, schools, sessions, people);
  addLevels(roster);
  return {
    tables: legacyTables.flatMap(({ table }) => {
      const rows = roster.rows.get(table);
      return rows ? [{ table, rows }] : [];
    }),
    skipped: roster.skipped,
    mended: roster.mended,
    placeholders: schools.placeholders,
    ignored: bundle.ignored,
  };
}

/** The Spanish levels, and after them every other grade that students have. */
function addLevels(roster: Roster): void {
  const known = levelRows();
  for (const row of known) add(roster, 'niveles', row);
  const used = ['alumnos', 'matriculas_centro'] as const;
  const codes = new Set(
    used.flatMap((table) => (roster.rows.get(table) ?? []).map((row: LegacyRow) => row.nivel_codigo)),
  );
  for (const { nivel_codigo } of known) codes.delete(nivel_codigo as string);
  codes.delete(null);
  let order = known.length;
  for (const code of codes)
    add(roster, 'niveles', {
      nivel_codigo: code as string,
      nombre: code as string,
      etapa: 'OTRA',
      orden: ++order,
    });
}
