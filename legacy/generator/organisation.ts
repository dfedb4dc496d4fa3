import { type LegacyRow, textArray, yesNo } from '../rows.ts';
import { slotText } from './attendance.ts';
import { dateText, instantOf } from './days.ts';
import type { Course, Group, Slot } from './groups.ts';
import { levels, subjects } from './levels.ts';
import { isOpen, networkId, type School } from './schools.ts';
import type { SchoolYear } from './year.ts';

/** Keys of the rows of `periodos`: the year before, this year, and its three evaluations. */
export const previousYearId = 1;
export const yearId = 2;
export const termIds = [3, 4, 5];

export const settingRows = (year: SchoolYear): LegacyRow[] => [
  { clave: 'curso_actual', valor: year.name },
  { clave: 'version_esquema', valor: '11.4' },
  { clave: 'nota_aprobado', valor: '5' },
];

export const levelRows = (): LegacyRow[] =>
  levels.map(({ code, name, stage, order }) => ({
    nivel_codigo: code,
    nombre: name,
    etapa: stage,
    orden: order,
  }));

export function schoolRows(schools: readonly School[], year: SchoolYear): LegacyRow[] {
  const written = instantOf(year.first - 400, 9 * 3600);
  const network: LegacyRow = {
    centro_id: networkId,
    codigo_oficial: null,
    nombre: 'Red de Colegios del Sur',
    tipo: 'GRUPO',
    centro_padre_id: null,
    zona_horaria: 'Europe/Madrid',
    direccion: 'Calle Mayor, 1',
    localidad: 'Getafe',
    provincia: 'Madrid',
    codigo_postal: '28901',
    telefono: '916000000',
    correo: 'red@colegios.example',
    creado_en: written,
    actualizado_en: written,
  };
  const rows = schools.map((school) => ({
    ...network,
    centro_id: school.id,
    codigo_oficial: school.officialCode,
    nombre: school.name,
    tipo: school.type,
    centro_padre_id: networkId,
    direccion: school.street,
    localidad: school.town.town,
    provincia: school.town.province,
    codigo_postal: school.town.postcode,
    telefono: school.phone,
    correo: `centro${school.id}@colegios.example`,
  }));
  return [network, ...rows];
}

export function sessionRows(year: SchoolYear): LegacyRow[] {
  const written = instantOf(year.first - 60, 10 * 3600);
  const row = (
    id: number,
    name: string,
    type: string,
    first: number,
    last: number,
    parent: number | null,
  ) => ({
    periodo_id: id,
    nombre: name,
    tipo: type,
    fecha_inicio: dateText(first),
    fecha_fin: dateText(last),
    anio_escolar: id === previousYearId ? year.endsIn - 1 : year.endsIn,
    periodo_padre_id: parent,
    cerrado: yesNo(last < year.today),
    actualizado_en: written,
  });
  const previous = `Curso ${year.endsIn - 2}/${year.endsIn - 1}`;
  return [
    row(previousYearId, previous, 'CURSO', year.first - 365, year.first - 80, null),
    row(yearId, `Curso ${year.name}`, 'CURSO', year.first, year.last, null),
    ...year.terms.map(({ name, first, last }, index) =>
      row(termIds[index] as number, name, 'EVALUACION', first, last, yearId),
    ),
  ];
}

export function* calendarRows(schools: readonly School[], year: SchoolYear): Generator<LegacyRow> {
  const written = instantOf(year.first - 30, 12 * 3600);
  for (const school of schools) {
    for (const { day, kind, name } of year.calendar) {
      const open = isOpen(school, day);
      yield {
        centro_id: school.id,
        fecha: dateText(day),
        periodo_id: yearId,
        lectivo: yesNo(open && kind === 'LECTIVO'),
        tipo: open ? kind : 'FESTIVO',
        descripcion: open ? name : `Fiesta local de ${school.town.town}`,
        actualizado_en: written,
      };
    }
  }
}

const tutoring = { code: 'TUT', name: 'Tutoría', area: 'Tutoría' };

export const subjectRows = (): LegacyRow[] =>
  [tutoring, ...subjects].map(({ code, name, area }, index) => ({
    asignatura_id: index + 1,
    codigo: code,
    nombre: name,
    area,
  }));

const subjectId = (code: string): number =>
  [tutoring, ...subjects].findIndex((item) => item.code === code) + 1;

export function* courseRows(courses: readonly Course[], year: SchoolYear): Generator<LegacyRow> {
  for (const { id, school, level, subject } of courses) {
    const { code, name } = subject ?? tutoring;
    yield {
      curso_id: id,
      centro_id: school.id,
      periodo_id: yearId,
      asignatura_id: subjectId(code),
      codigo: `${code}-${level.code}`,
      nombre: `${name} ${level.name}`,
      niveles: textArray([level.code]),
      materias: textArray([name]),
      codigos_materia: textArray([code]),
      creditos: level.stage === 'BACHILLERATO' ? `${subject?.hours ?? 1}.0` : null,
      actualizado_en: instantOf(year.first - 45, 11 * 3600, id),
    };
  }
}

export function* classRows(groups: readonly Group[], year: SchoolYear): Generator<LegacyRow> {
  for (const { level, letter, school, classes } of groups) {
    for (const { id, course, room, slots } of classes) {
      const { code, name } = course.subject ?? tutoring;
      yield {
        clase_id: id,
        curso_id: course.id,
        centro_id: school.id,
        codigo: `${code}-${level.code}-${letter}`,
        nombre: `${name} ${level.code} ${letter}`,
        tipo: course.subject ? 'MATERIA' : 'TUTORIA',
        aula: room,
        niveles: textArray([level.code]),
        materias: textArray([name]),
        codigos_materia: textArray([code]),
        periodos: `{${termIds.join(',')}}`,
        tramos: textArray(slots.map(slotOf)),
        plazas: level.stage === 'PRIMARIA' ? 25 : 33,
        actualizado_en: instantOf(year.first - 20, 11 * 3600, id),
      };
    }
  }
}

const slotOf = ({ weekday, hour }: Slot): string => slotText(weekday, hour);

export function* assignmentRows(groups: readonly Group[], year: SchoolYear): Generator<LegacyRow> {
  let id = 1;
  for (const { id: classId, teacher, assistant, group } of groups.flatMap(({ classes }) => classes)) {
    const row = (teacherId: number, main: boolean, from: number): LegacyRow => ({
      asignacion_id: id++,
      profesor_id: teacherId,
      clase_id: classId,
      centro_id: group.school.id,
      titular: yesNo(main),
      desde: dateText(from),
      hasta: null,
      actualizado_en: instantOf(year.first - 10, 12 * 3600, id),
    });
    yield row(teacher.id, true, year.first);
    if (assistant && assistant !== teacher) yield row(assistant.id, false, year.first + 21);
  }
}
