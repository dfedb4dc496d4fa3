import { dateText } from '../generator/days.ts';
import { levels } from '../generator/levels.ts';
import type { LegacyRow } from '../rows.ts';
import type { Operation } from './operation.ts';
import { type LiveStudent, type State, today } from './state.ts';
import { change, insert } from './write.ts';

/** A new student with everything that belongs to one: a family, demographics, school and classes. */
export const enrol: Operation = async (state) => {
  const { client, chance, names } = state;
  const schoolId = chance.pick(state.schools);
  const model = state.students.find((student) => student.schoolId === schoolId);
  const sex = chance.chance(0.5) ? 'female' : 'male';
  const surnames = `${names.surname('ES')} ${names.surname('ES')}`;
  const [key] = await insert(
    client,
    'alumnos',
    [
      {
        nombre: names.firstName(sex),
        apellidos: surnames,
        centro_id: schoolId,
        nivel_codigo: model?.level ?? null,
        movil: chance.chance(0.3) ? names.mobile() : null,
      },
    ],
    'alumno_id',
  );
  const id = Number(key);
  const age = levels.find(({ code }) => code === model?.level)?.age ?? 10;
  await insert(
    client,
    'datos_demograficos',
    [
      {
        alumno_id: id,
        fecha_nacimiento: dateText(state.day - Math.round(365.25 * (age + chance.next()))),
        sexo: sex === 'female' ? 'M' : 'H',
        pais_nacimiento: 'ES',
        nacionalidad: 'ES',
      },
    ],
    'alumno_id',
  );
  const family = await addGuardians(state, id, schoolId, surnames);
  const student: LiveStudent = { id, schoolId, level: model?.level ?? null, classes: [] };
  const places = await joinSchool(state, student, model, 'NUEVO_INGRESO');
  state.students.push(student);
  return 2 + family + places;
};

/** One or two new guardians, or one who already has a child at school. Answers the rows written. */
async function addGuardians(
  state: State,
  studentId: number,
  schoolId: number,
  surnames: string,
): Promise<number> {
  const { client, chance, names, guardians } = state;
  const isSibling = guardians.length > 0 && chance.chance(0.3);
  const people = (['MADRE', 'PADRE'] as const).slice(0, chance.int(1, 2)).map((kinship, index) => ({
    kinship,
    row: {
      nombre: names.firstName(kinship === 'MADRE' ? 'female' : 'male'),
      apellidos: `${surnames.split(' ')[1 - index] ?? surnames} ${names.surname('ES')}`,
      correo: chance.chance(0.8) ? `familia.${studentId}.${index}@correo.example` : null,
      telefono_1: names.mobile(),
      nif: names.nif(),
    } satisfies LegacyRow,
  }));
  const keys = isSibling
    ? [String(chance.pick(guardians))]
    : await insert(
        client,
        'padres',
        people.map(({ row }) => row),
        'padre_id',
      );
  if (!isSibling) guardians.push(...keys.map(Number));
  const bonds = keys.map(
    (key, index): LegacyRow => ({
      alumno_id: studentId,
      padre_id: key,
      centro_id: schoolId,
      parentesco: isSibling ? 'TUTOR_LEGAL' : (people[index]?.kinship ?? 'OTRO'),
      orden_contacto: index + 1,
      custodia: 'S',
      recogida: 'S',
    }),
  );
  await insert(client, 'alumnos_padres', bonds, 'padre_id');
  return bonds.length + (isSibling ? 0 : keys.length);
}

/** Enrols a student in a school and in the classes of another student there. Answers the rows written. */
async function joinSchool(
  state: State,
  student: LiveStudent,
  model: LiveStudent | undefined,
  reason: string,
): Promise<number> {
  await insert(
    state.client,
    'matriculas_centro',
    [
      {
        alumno_id: student.id,
        centro_id: student.schoolId,
        periodo_id: state.yearId,
        nivel_codigo: student.level,
        fecha_alta: today(state),
        motivo_alta: reason,
      },
    ],
    'matricula_centro_id',
  );
  student.classes = [...(model?.classes ?? [])];
  const rows = student.classes.map(
    (classId): LegacyRow => ({
      alumno_id: student.id,
      clase_id: classId,
      centro_id: student.schoolId,
      fecha_inicio: today(state),
    }),
  );
  await insert(state.client, 'matriculas', rows, 'matricula_id');
  return 1 + rows.length;
}

async function leaveSchool(state: State, student: LiveStudent, reason: string): Promise<number> {
  const values = [student.id, today(state)];
  const stays = await change(
    state.client,
    `UPDATE matriculas_centro SET fecha_baja = greatest($2::date, fecha_alta), motivo_baja = $3
     WHERE alumno_id = $1 AND fecha_baja IS NULL`,
    [...values, reason],
  );
  const places = await change(
    state.client,
    'UPDATE matriculas SET fecha_fin = greatest($2::date, fecha_inicio) WHERE alumno_id = $1 AND fecha_fin IS NULL',
    values,
  );
  return stays + places;
}

/** Takes one student out of those who are enrolled; a handful always stays. */
function takeStudent({ students, chance }: State): LiveStudent | undefined {
  return students.length > 5 ? students.splice(chance.int(0, students.length - 1), 1)[0] : undefined;
}

export const withdraw: Operation = async (state) => {
  const student = takeStudent(state);
  if (!student) return 0;
  const reason = state.chance.pick(['BAJA_VOLUNTARIA', 'CAMBIO_RESIDENCIA', 'ABANDONO']);
  const left = await leaveSchool(state, student, reason);
  return (
    left + (await change(state.client, "UPDATE alumnos SET activo = 'N' WHERE alumno_id = $1", [student.id]))
  );
};

export const transfer: Operation = async (state) => {
  const { chance, client } = state;
  if (state.students.length === 0) return 0;
  const student = chance.pick(state.students);
  const model = state.students.find(
    ({ level, schoolId }) => level === student.level && schoolId !== student.schoolId,
  );
  if (!model) return 0;
  const left = await leaveSchool(state, student, 'TRASLADO');
  student.schoolId = model.schoolId;
  const joined = await joinSchool(state, student, model, 'TRASLADO_ENTRADA');
  const values = [student.id, student.schoolId];
  const moved = await change(client, 'UPDATE alumnos SET centro_id = $2 WHERE alumno_id = $1', values);
  const bonds = await change(client, 'UPDATE alumnos_padres SET centro_id = $2 WHERE alumno_id = $1', values);
  return left + joined + moved + bonds;
};

/** The row stays and the application no longer shows it. */
export const hideStudent: Operation = async (state) => {
  const student = takeStudent(state);
  if (!student) return 0;
  return change(state.client, "UPDATE alumnos SET borrado = true, activo = 'N' WHERE alumno_id = $1", [
    student.id,
  ]);
};

/** A student who was entered twice is deleted with everything that hangs on the row. */
export const deleteStudent: Operation = async (state) => {
  const student = takeStudent(state);
  if (!student) return 0;
  return change(state.client, 'DELETE FROM alumnos WHERE alumno_id = $1', [student.id]);
};

export const correctName: Operation = async ({ client, chance, names, students }) => {
  if (students.length === 0) return 0;
  const { id } = chance.pick(students);
  const sex = chance.chance(0.5) ? 'female' : 'male';
  return change(client, 'UPDATE alumnos SET nombre = $2, nombre_preferido = $3 WHERE alumno_id = $1', [
    id,
    `${names.firstName(sex)}${chance.chance(0.3) ? ` ${names.firstName(sex)}` : ''}`,
    chance.pick([null, '', 'Pepe', "N'Golo", 'Bea "la Rubia"']),
  ]);
};

/** A counsellor adds an entry to notes that may be long: the value is rewritten as a whole. */
export const writeNote: Operation = async (state) => {
  const { client, chance, students } = state;
  if (students.length === 0) return 0;
  return change(
    client,
    "UPDATE alumnos SET observaciones = left(concat_ws(E'\\n', $2::text, observaciones), 20000) WHERE alumno_id = $1",
    [chance.pick(students).id, `${today(state)} [${chance.hex(16)}]: entrevista con la familia.`],
  );
};

export const changeContact: Operation = async ({ client, chance, names, guardians }) => {
  if (guardians.length === 0) return 0;
  const id = chance.pick(guardians);
  return chance.chance(0.7)
    ? change(client, 'UPDATE padres SET telefono_1 = $2, tlf2 = $3 WHERE padre_id = $1', [
        id,
        names.mobile(),
        chance.pick([null, '', names.landline()]),
      ])
    : change(client, 'UPDATE padres SET correo = $2, direccion = $3 WHERE padre_id = $1', [
        id,
        `nuevo.${id}.${chance.int(1, 999)}@correo.example`,
        names.street(),
      ]);
};

/** Another adult takes the place of one who was registered by mistake: half of the row's key changes. */
export const replaceGuardian: Operation = async ({ client, chance, students, guardians }) => {
  if (students.length === 0 || guardians.length === 0) return 0;
  return change(
    client,
    `UPDATE alumnos_padres SET padre_id = $2
     WHERE alumno_id = $1 AND padre_id = (SELECT min(padre_id) FROM alumnos_padres WHERE alumno_id = $1)
       AND NOT EXISTS (SELECT FROM alumnos_padres WHERE alumno_id = $1 AND padre_id = $2)`,
    [chance.pick(students).id, chance.pick(guardians)],
  );
};

/** A place in a class that was given by mistake. */
export const leaveClass: Operation = async ({ client, chance, students }) => {
  const student = students.length > 0 ? chance.pick(students) : undefined;
  const classId = student?.classes.pop();
  if (!student || classId === undefined) return 0;
  return change(client, 'DELETE FROM matriculas WHERE alumno_id = $1 AND clase_id = $2', [
    student.id,
    classId,
  ]);
};
