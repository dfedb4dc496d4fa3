import { addBonds, bondsOf } from './bonds.ts';
import type { BundleRow } from './bundle.ts';
import { accountRoles, levelCodeOf, type Part, partOf, positionOf } from './codes.ts';
import { addDemographics } from './demographics.ts';
import type { Schools } from './orgs.ts';
import {
  add,
  countOf,
  dateCell,
  list,
  liveRows,
  mend,
  namedRows,
  type Roster,
  skip,
  text,
} from './roster.ts';

/** Keys of the three tables of people by sourcedId of the user. */
export interface People {
  readonly students: ReadonlyMap<string, { readonly key: number; readonly school: number }>;
  readonly teachers: ReadonlyMap<string, number>;
}

interface RoleInOrg {
  readonly role: string;
  readonly part: Part;
  readonly org: string | undefined;
  readonly grade: string | undefined;
  readonly from: string | null;
  readonly until: string | null;
  readonly session: string | undefined;
}

/** Users become students, teachers or guardians by their role; every one of them gets an account, locked. */
export function addPeople(roster: Roster, schools: Schools, sessions: ReadonlyMap<string, number>): People {
  const users = namedRows(roster, 'users');
  const roles = rolesOf(roster, users);
  const bonds = bondsOf(roster, users, roles);
  const agents = new Set(bonds.map(({ guardian }) => guardian));
  const logins = new Set<string>();
  const students = new Map<string, { key: number; school: number }>();
  const teachers = new Map<string, number>();
  const guardians = new Map<string, number>();

  for (const { id, row } of users) {
    const held = roles.get(id) ?? [];
    const part = held[0]?.part ?? (agents.has(id) ? 'guardian' : undefined);
    const { givenName, familyName } = row.cells;
    if (!part) skip(roster, 'users', row, 'has no role that the monolith knows');
    else if (!givenName || !familyName) skip(roster, 'users', row, 'has no name');
    else {
      const person = personOf(roster, row, part, logins);
      const school = part === 'guardian' || part === 'office' ? 0 : schools.keyOf(held[0]?.org);
      if (part === 'student') {
        students.set(id, { key: students.size + 1, school });
        addStudent(roster, students.size, row, person, held, school);
        addStays(roster, students.size, row, held, schools, sessions);
      }
      if (part === 'staff') {
        teachers.set(id, teachers.size + 1);
        addTeacher(roster, teachers.size, row, person, school, held[0]?.role ?? '');
      }
      if (part === 'guardian' || agents.has(id)) {
        guardians.set(id, guardians.size + 1);
        addGuardian(roster, guardians.size, row, person);
      }
    }
  }
  addBonds(roster, bonds, students, guardians);
  addDemographics(roster, students);
  return { students, teachers };
}

/** Roles by user, the main one first: from roles.csv (1.2, SDS), else the role and orgs in users.csv. */
function rolesOf(roster: Roster, users: readonly { id: string; row: BundleRow }[]): Map<string, RoleInOrg[]> {
  const roles = new Map<string, RoleInOrg[]>();
  const put = (
    user: string,
    role: string | undefined,
    rest: Omit<RoleInOrg, 'role' | 'part'>,
    main: boolean,
  ) => {
    const part = partOf(role);
    if (!role || !part) return;
    const held = roles.get(user) ?? [];
    if (main) held.unshift({ role, part, ...rest });
    else held.push({ role, part, ...rest });
    roles.set(user, held);
  };
  for (const row of liveRows(roster, 'roles')) {
    const { userSourcedId, role, orgSourcedId, grade, sessionSourcedId, roleType, isPrimary } = row.cells;
    const from = dateCell(roster, 'roles', row, 'beginDate');
    const until = dateCell(roster, 'roles', row, 'endDate');
    const main = roleType === 'primary' || isPrimary?.toLowerCase() === 'true';
    put(
      userSourcedId ?? '',
      role,
      { org: orgSourcedId, grade, from, until, session: sessionSourcedId },
      main,
    );
  }
  for (const { id, row } of users) {
    if (roles.has(id)) continue;
    const orgs = list(row.cells.orgSourcedIds);
    const [grade] = list(row.cells.grades);
    for (const org of orgs.length > 0 ? orgs : [row.cells.primaryOrgSourcedId]) {
      put(id, row.cells.role, { org, grade, from: null, until: null, session: undefined }, false);
    }
  }
  return roles;
}

interface PersonCells {
  readonly usuario_id: number;
  readonly usuario: string;
  readonly nombre: string;
  readonly apellidos: string;
  readonly correo: string | null;
  readonly activo: 'S' | 'N';
  readonly codigo_externo: string;
}

function personOf(roster: Roster, row: BundleRow, part: Part, logins: Set<string>): PersonCells {
  const { sourcedId, username, givenName, middleName, familyName, email, enabledUser, status } = row.cells;
  let login = username ?? (sourcedId as string);
  if (logins.has(login)) {
    login = `${login}#${sourcedId}`;
    mend(roster, 'users', row, 'username is taken and was made unique');
  }
  logins.add(login);
  const active = enabledUser?.toLowerCase() !== 'false' && status?.toLowerCase() !== 'inactive';
  const key = countOf(roster, 'usuarios') + 1;
  // No password opens this: the account waits for a new one.
  add(roster, 'usuarios', {
    usuario_id: key,
    login,
    contrasena_hash: '!',
    rol: accountRoles[part],
    activo: active,
  });
  return {
    usuario_id: key,
    usuario: login,
    nombre: [givenName, middleName].filter(Boolean).join(' '),
    apellidos: familyName as string,
    correo: email ?? null,
    activo: active ? 'S' : 'N',
    codigo_externo: sourcedId as string,
  };
}

function addStudent(
  roster: Roster,
  key: number,
  row: BundleRow,
  person: PersonCells,
  held: readonly RoleInOrg[],
  school: number,
): void {
  const grade = held.find((one) => one.grade)?.grade ?? list(row.cells.grades)[0];
  add(roster, 'alumnos', {
    alumno_id: key,
    ...person,
    nombre_preferido: text(row, 'preferredGivenName'),
    telefono: text(row, 'phone'),
    movil: text(row, 'sms'),
    centro_id: school,
    nivel_codigo: grade ? levelCodeOf(grade) : null,
    cod_antiguo: text(row, 'identifier'),
    contrasena_temporal: text(row, 'password'),
  });
}

/** A bundle does not tell school enrolments; each school in which the user is a student makes one. */
function addStays(
  roster: Roster,
  key: number,
  row: BundleRow,
  held: readonly RoleInOrg[],
  schools: Schools,
  sessions: ReadonlyMap<string, number>,
): void {
  const seen = new Set<number>();
  for (const { part, org, grade, from, until, session } of held) {
    const school = schools.keyOf(org);
    if (part !== 'student' || seen.has(school)) continue;
    const backwards = from !== null && until !== null && from > until;
    if (backwards) mend(roster, 'users', row, 'role ends before it begins; its end was left empty');
    add(roster, 'matriculas_centro', {
      matricula_centro_id: countOf(roster, 'matriculas_centro') + 1,
      alumno_id: key,
      centro_id: school,
      periodo_id: sessions.get(session ?? '') ?? null,
      nivel_codigo: grade ? levelCodeOf(grade) : null,
      fecha_alta: from,
      fecha_baja: backwards ? null : until,
      principal: seen.size === 0 ? 'S' : 'N',
    });
    seen.add(school);
  }
}

function addTeacher(
  roster: Roster,
  key: number,
  row: BundleRow,
  person: PersonCells,
  school: number,
  role: string,
): void {
  add(roster, 'profesores', {
    profesor_id: key,
    ...person,
    nombre_preferido: text(row, 'preferredGivenName'),
    nif: text(row, 'identifier'),
    telefono: text(row, 'phone'),
    movil: text(row, 'sms'),
    centro_id: school,
    cargo: positionOf(role),
  });
}

function addGuardian(roster: Roster, key: number, row: BundleRow, person: PersonCells): void {
  add(roster, 'padres', {
    padre_id: key,
    ...person,
    nif: text(row, 'identifier'),
    telefono_1: text(row, 'sms'),
    tlf2: text(row, 'phone'),
  });
}
