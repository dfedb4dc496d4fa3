import type { BundleFile, BundleRow } from './bundle.ts';
import { kinshipOf, type Part } from './codes.ts';
import { add, list, liveRows, mend, type Roster, skip } from './roster.ts';

/** A student and a guardian by their sourcedIds, and the row that joins them. */
export interface Bond {
  readonly student: string;
  readonly guardian: string;
  readonly kinship: string;
  readonly file: BundleFile;
  readonly row: BundleRow;
}

/** Roles by user, the main one first. */
type Roles = ReadonlyMap<string, readonly { readonly role: string; readonly part: Part }[]>;

/** Pairs from relationships.csv, and from the agents that students or guardians name. */
export function bondsOf(
  roster: Roster,
  users: readonly { id: string; row: BundleRow }[],
  roles: Roles,
): Bond[] {
  const bonds = new Map<string, Bond>();
  const put = (bond: Bond) => {
    const pair = JSON.stringify([bond.student, bond.guardian]);
    if (!bonds.has(pair)) bonds.set(pair, bond);
  };
  for (const row of liveRows(roster, 'relationships')) {
    const { userSourcedId: student, relationshipUserSourcedId: guardian, relationshipRole } = row.cells;
    if (student && guardian)
      put({ student, guardian, kinship: kinshipOf(relationshipRole), file: 'relationships', row });
    else skip(roster, 'relationships', row, 'does not name both people');
  }
  for (const { id, row } of users) {
    const part = roles.get(id)?.[0]?.part;
    for (const agent of list(row.cells.agentSourcedIds)) {
      if (part === 'student') {
        put({
          student: id,
          guardian: agent,
          kinship: kinshipOf(roles.get(agent)?.[0]?.role),
          file: 'users',
          row,
        });
      } else if (part === 'guardian') {
        put({
          student: agent,
          guardian: id,
          kinship: kinshipOf(roles.get(id)?.[0]?.role),
          file: 'users',
          row,
        });
      }
    }
  }
  return [...bonds.values()];
}

export function addBonds(
  roster: Roster,
  bonds: readonly Bond[],
  students: ReadonlyMap<string, { key: number; school: number }>,
  guardians: ReadonlyMap<string, number>,
): void {
  const order = new Map<number, number>();
  for (const { student, guardian, kinship, file, row } of bonds) {
    const child = students.get(student);
    const adult = guardians.get(guardian);
    if (!child || !adult) {
      mend(
        roster,
        file,
        row,
        `relation left out: the ${child ? 'guardian' : 'student'} is not in the bundle`,
      );
      continue;
    }
    const place = (order.get(child.key) ?? 0) + 1;
    order.set(child.key, place);
    add(roster, 'alumnos_padres', {
      alumno_id: child.key,
      padre_id: adult,
      centro_id: child.school,
      parentesco: kinship,
      orden_contacto: place,
    });
  }
}
