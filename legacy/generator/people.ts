import { type Dice, dice } from '../dice.ts';
import { type LegacyRow, yesNo } from '../rows.ts';
import type { Accounts } from './accounts.ts';
import { dateText, instantOf } from './days.ts';
import type { Guardian } from './families.ts';
import type { Teacher } from './groups.ts';
import { plainName } from './names.ts';
import { isEnrolled, lastStay, type Student } from './students.ts';
import type { SchoolYear } from './year.ts';

export function* accountRows(seed: number, accounts: Accounts, year: SchoolYear): Generator<LegacyRow> {
  const chance = dice(seed, 'passwords');
  for (const { id, login, role } of accounts.all) {
    yield {
      usuario_id: id,
      login,
      contrasena_hash: `$2b$12$${chance.hex(53)}`,
      rol: role,
      activo: true,
      ultimo_acceso: chance.chance(0.8)
        ? instantOf(year.today - chance.int(0, 60), chance.int(25_000, 80_000))
        : null,
    };
  }
}

export function* visitRows(seed: number, accounts: Accounts, year: SchoolYear): Generator<LegacyRow> {
  const chance = dice(seed, 'visits');
  for (const { id } of accounts.all) {
    if (!chance.chance(0.03)) continue;
    const second = chance.int(30_000, 70_000);
    yield {
      sesion_id: chance.uuid(),
      usuario_id: id,
      testigo: chance.hex(40),
      direccion_ip: `10.${chance.int(0, 255)}.${chance.int(0, 255)}.${chance.int(1, 254)}`,
      abierta_en: instantOf(year.today, second),
      caduca_en: instantOf(year.today, second + 3600),
    };
  }
}

export function* teacherRows(
  seed: number,
  teachers: readonly Teacher[],
  accounts: Accounts,
  year: SchoolYear,
): Generator<LegacyRow> {
  const chance = dice(seed, 'teachers');
  for (const teacher of teachers) {
    const account = accounts.ofTeacher.get(teacher);
    const hired = year.first - chance.int(1, 30) * 365;
    yield {
      profesor_id: teacher.id,
      usuario_id: account?.id ?? null,
      usuario: account?.login ?? null,
      nif: teacher.nif,
      nombre: teacher.firstName,
      apellidos: teacher.surnames,
      correo: `${account?.login}@colegios.example`,
      movil: teacher.mobile,
      centro_id: teacher.school.id,
      cargo: chance.weighted([
        ['PROFESOR', 90],
        ['JEFATURA', 4],
        ['ORIENTACION', 4],
        ['DIRECCION', 2],
      ] as const),
      especialidad: teacher.specialty,
      fecha_alta: dateText(hired),
      jornada: teacher.workload,
      activo: 'S',
      creado_en: instantOf(hired, 9 * 3600),
      actualizado_en: instantOf(year.first - 5, 9 * 3600, teacher.id),
    };
  }
}

export function* studentRows(
  seed: number,
  students: readonly Student[],
  accounts: Accounts,
  year: SchoolYear,
): Generator<LegacyRow> {
  const chance = dice(seed, 'students');
  for (const student of students) {
    const account = accounts.ofStudent.get(student);
    const created = instantOf(
      Math.min(year.today, (student.stays[0]?.from ?? year.first) - 12),
      9 * 3600,
      student.id,
    );
    yield {
      alumno_id: student.id,
      usuario_id: account?.id ?? null,
      usuario: account?.login ?? null,
      nia: student.nia,
      cod_antiguo: chance.chance(0.02) ? `A-${chance.int(1000, 9999)}/${chance.int(1, 9)}` : null,
      nombre: student.firstName,
      apellidos: student.family.surnames,
      nombre_preferido: chance.chance(0.04) ? student.firstName.slice(0, 4) : null,
      correo: account ? `${account.login}@alumnos.example` : null,
      movil: account && chance.chance(0.6) ? `+34 6${chance.int(10_000_000, 99_999_999)}` : null,
      centro_id: lastStay(student).school.id,
      nivel_codigo: student.level.code,
      contrasena_temporal: account && chance.chance(0.2) ? `Cole-${chance.hex(6)}` : null,
      observaciones: student.support ? counsellorNotes(student, year, chance) : null,
      preferencias: JSON.stringify({
        idioma: 'es',
        avisos: chance.chance(0.7),
        tema: chance.pick(['claro', 'oscuro']),
      }),
      activo: yesNo(isEnrolled(student)),
      borrado: false,
      creado_en: created,
      actualizado_en: created,
    };
  }
}

const remarks = [
  'La familia pide que se le siente en primera fila.',
  'Lee despacio, pero entiende lo que lee; necesita más tiempo en los exámenes.',
  'Se distrae con facilidad a última hora.',
  'Trabaja muy bien en grupo cuando sabe qué se espera de él o de ella.',
  'Acude al gabinete de logopedia los martes.',
  'Ha mejorado mucho en cálculo; todavía confunde «por» y «entre».',
  "Dice que le gusta más dibujar que escribir: 'así se me entiende mejor' 🎨.",
  'Pendiente de la valoración del equipo de orientación.',
];

/** Long enough, often, for PostgreSQL to keep it apart from the row. */
function counsellorNotes(student: Student, year: SchoolYear, chance: Dice): string {
  const entries = Array.from({ length: chance.int(2, 60) }, () => {
    const day = dateText(year.first + chance.int(0, year.today - year.first));
    return `${day} [${chance.hex(8)}]: ${chance.pick(remarks)}\n${chance.pick(remarks)}`;
  });
  return `Seguimiento de ${student.firstName}\n${entries.sort().join('\n')}`;
}

const provinces = ['Madrid', 'Toledo', 'Sevilla', 'Barcelona', 'A Coruña', 'Cáceres'];
const languages: Readonly<Record<string, string>> = { MA: 'árabe', RO: 'rumano', CN: 'chino' };

export function* demographicRows(
  seed: number,
  students: readonly Student[],
  year: SchoolYear,
): Generator<LegacyRow> {
  const chance = dice(seed, 'demographics');
  for (const student of students) {
    const { origin } = student.family;
    const bornHere = origin === 'ES' || chance.chance(0.55);
    const province = chance.chance(0.75) ? 'Madrid' : chance.pick(provinces);
    yield {
      alumno_id: student.id,
      fecha_nacimiento: dateText(student.birth),
      sexo: student.sex === 'female' ? 'M' : 'H',
      pais_nacimiento: bornHere ? 'ES' : origin,
      provincia_nacimiento: bornHere ? province : null,
      municipio_nacimiento:
        bornHere && province === 'Madrid' ? chance.pick(['Madrid', 'Getafe', 'Parla']) : null,
      nacionalidad: origin,
      lengua_materna: languages[origin] ?? 'español',
      residencia: chance.chance(0.9) ? 'Zona escolar' : 'Fuera de zona',
      necesidades_apoyo: student.support,
      beca_comedor: chance.chance(origin === 'ES' ? 0.12 : 0.3),
      actualizado_en: instantOf(year.first - 12, 10 * 3600, student.id),
    };
  }
}

export function* guardianRows(
  students: readonly Student[],
  accounts: Accounts,
  year: SchoolYear,
): Generator<LegacyRow> {
  for (const guardian of guardiansOf(students)) {
    const account = accounts.ofGuardian.get(guardian);
    const written = instantOf(year.first - 14, 10 * 3600, guardian.id);
    yield {
      padre_id: guardian.id,
      usuario_id: account?.id ?? null,
      usuario: account?.login ?? null,
      nif: guardian.nif,
      nombre: guardian.firstName,
      apellidos: guardian.surnames,
      correo: guardian.hasEmail ? `${plainName(guardian.firstName)}.${guardian.id}@correo.example` : null,
      telefono_1: guardian.mobile,
      tlf2: guardian.landline,
      direccion: guardian.address,
      idioma: guardian.language,
      pin_telefonico: guardian.pin,
      activo: 'S',
      creado_en: written,
      actualizado_en: written,
    };
  }
}

/** Every guardian once, also those of two families. */
function guardiansOf(students: readonly Student[]): Guardian[] {
  const all = students.flatMap(({ family }) => family.bonds.map(({ guardian }) => guardian));
  return [...new Set(all)].sort((a, b) => a.id - b.id);
}

export function* bondRows(students: readonly Student[], year: SchoolYear): Generator<LegacyRow> {
  for (const student of students) {
    for (const [index, bond] of student.family.bonds.entries()) {
      yield {
        alumno_id: student.id,
        padre_id: bond.guardian.id,
        centro_id: lastStay(student).school.id,
        parentesco: bond.kinship,
        orden_contacto: index + 1,
        convive: yesNo(bond.livesWith),
        custodia: yesNo(bond.custody),
        recogida: yesNo(bond.pickUp),
        emergencias: yesNo(bond.emergencies),
        actualizado_en: instantOf(year.first - 14, 11 * 3600, student.id),
      };
    }
  }
}
