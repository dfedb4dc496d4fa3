import { orgTypeOf, sessionTypeOf } from './codes.ts';
import { add, countOf, dateCell, namedRows, type Roster, skip, text } from './roster.ts';

/** Keys of `centros` by sourcedId; asking for an unknown one opens a placeholder school under its name. */
export interface Schools {
  keyOf(sourcedId: string | undefined): number;
  readonly placeholders: readonly string[];
}

export function addOrgs(roster: Roster): Schools {
  const named = namedRows(roster, 'orgs');
  const keys = new Map(named.map(({ id }, index) => [id, index + 1]));
  const placeholders: string[] = [];

  // A placeholder has no parent, and a parent comes before its children, as the foreign key wants it.
  const written = new Set<string>();
  const byId = new Map(named.map((entry) => [entry.id, entry]));
  function write(id: string): void {
    const entry = byId.get(id);
    if (!entry || written.has(id)) return;
    written.add(id);
    const parent = entry.row.cells.parentSourcedId;
    if (parent) write(parent);
    addSchool(roster, keys.get(id) as number, {
      name: entry.row.cells.name ?? id,
      type: orgTypeOf(entry.row.cells.type),
      code: entry.row.cells.identifier ?? null,
      parent: (parent && keys.get(parent)) || null,
      sourcedId: id,
    });
  }
  for (const { id } of named) write(id);

  function keyOf(sourcedId: string | undefined): number {
    const known = keys.get(sourcedId ?? '');
    if (known !== undefined) return known;
    const key = countOf(roster, 'centros') + 1;
    const name = sourcedId ? `Centro ${sourcedId}` : 'Centro sin identificar';
    keys.set(sourcedId ?? '', key);
    placeholders.push(name);
    addSchool(roster, key, { name, type: 'COLEGIO', code: null, parent: null, sourcedId: sourcedId ?? null });
    return key;
  }
  return { keyOf, placeholders };
}

interface School {
  readonly name: string;
  readonly type: string;
  readonly code: string | null;
  readonly parent: number | null;
  readonly sourcedId: string | null;
}

function addSchool(roster: Roster, key: number, school: School): void {
  add(roster, 'centros', {
    centro_id: key,
    codigo_oficial: school.code,
    nombre: school.name,
    tipo: school.type,
    centro_padre_id: school.parent,
    codigo_externo: school.sourcedId,
  });
}

/** Keys of `periodos` by sourcedId, school years before what divides them. */
export function addSessions(roster: Roster): ReadonlyMap<string, number> {
  const keys = new Map<string, number>();
  const rows = namedRows(roster, 'academicSessions').map(({ id, row }) => ({
    id,
    row,
    type: sessionTypeOf(row.cells.type),
    first: dateCell(roster, 'academicSessions', row, 'startDate'),
    last: dateCell(roster, 'academicSessions', row, 'endDate'),
  }));
  rows.sort((a, b) => Number(b.type === 'CURSO') - Number(a.type === 'CURSO'));
  for (const { id, row, type, first, last } of rows) {
    if (!type) skip(roster, 'academicSessions', row, 'has an unknown type');
    else if (!first || !last || first > last)
      skip(roster, 'academicSessions', row, 'does not begin before it ends');
    else {
      keys.set(id, keys.size + 1);
      add(roster, 'periodos', {
        periodo_id: keys.size,
        nombre: text(row, 'title') ?? id,
        tipo: type,
        fecha_inicio: first,
        fecha_fin: last,
        anio_escolar: Number(row.cells.schoolYear) || Number(last.slice(0, 4)),
        periodo_padre_id: keys.get(row.cells.parentSourcedId ?? '') ?? null,
        codigo_externo: id,
      });
    }
  }
  return keys;
}
