import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { generateSchool, type SchoolOptions } from '../../legacy/generator/generator.ts';
import type { LegacyRow } from '../../legacy/rows.ts';
import { legacyTables, type TableName } from '../../legacy/tables.ts';

type School = Readonly<Record<TableName, readonly LegacyRow[]>>;

function generate(options: SchoolOptions): School {
  return Object.fromEntries(
    generateSchool(options).map(({ table, rows }) => [table, [...rows]] as const),
  ) as Record<TableName, LegacyRow[]>;
}

const digest = (school: School) => createHash('sha256').update(JSON.stringify(school)).digest('hex');

describe('the same options', () => {
  test('give the same bytes', () => {
    expect(digest(generate({ students: 40, seed: 7 }))).toBe(
      '005c0dce3ea4b18993d17bd1de6ca4a315cba6d9c3b225738c148a6a942c72d5',
    );
  });

  test('give rows that can be walked twice', () => {
    const tables = generateSchool({ students: 20, seed: 1 });
    const walk = () => tables.map(({ rows }) => [...rows]);
    expect(walk()).toEqual(walk());
  });

  test('with another seed give other people', () => {
    const firstNames = (seed: number) => generate({ students: 20, seed }).alumnos.map(({ nombre }) => nombre);
    expect(firstNames(1)).not.toEqual(firstNames(2));
  });
});

test('tables come in the order of references, every one of them', () => {
  const tables = generateSchool({ students: 20, seed: 1 }).map(({ table }) => table);
  expect(tables).toEqual(legacyTables.map(({ table }) => table));
});

test('a school year is set by its option and by nothing else', () => {
  const { periodos, asistencia } = generate({ students: 20, seed: 1, schoolYear: 2031, days: 20 });
  expect(periodos.map(({ nombre, fecha_inicio, fecha_fin }) => [nombre, fecha_inicio, fecha_fin])).toEqual([
    ['Curso 2029/2030', '2029-09-09', '2030-06-21'],
    ['Curso 2030/2031', '2030-09-09', '2031-06-19'],
    ['1.ª evaluación', '2030-09-09', '2030-12-19'],
    ['2.ª evaluación', '2030-12-20', '2031-04-04'],
    ['3.ª evaluación', '2031-04-05', '2031-06-19'],
  ]);
  expect(asistencia.at(-1)?.fecha).toBe('2031-03-20');
  expect(new Set(asistencia.map(({ fecha }) => fecha)).size).toBe(20);
});

test('every number of students is met exactly', () => {
  expect([1, 13, 150].map((students) => generate({ students, seed: 3, days: 15 }).alumnos.length)).toEqual([
    1, 13, 150,
  ]);
});

describe('a network of 600 students', () => {
  let school: School;
  let byStudent: Map<unknown, { absence: number; mark: number; marks: number }>;

  beforeAll(() => {
    school = generate({ students: 600, seed: 7 });
    byStudent = new Map(
      school.alumnos.map(({ alumno_id }) => [alumno_id, { absence: 0, mark: 0, marks: 0 }]),
    );
    const records = new Map<unknown, number>();
    for (const { alumno_id, estado } of school.asistencia) {
      const student = byStudent.get(alumno_id);
      records.set(alumno_id, (records.get(alumno_id) ?? 0) + 1);
      if (student && String(estado).startsWith('FALTA')) student.absence++;
    }
    for (const [id, student] of byStudent) student.absence /= records.get(id) ?? 1;
    for (const { alumno_id, nota } of school.calificaciones) {
      const student = byStudent.get(alumno_id);
      if (!student || nota === null) continue;
      student.mark += Number(nota);
      student.marks++;
    }
  });

  test('has this many rows', () => {
    const counts = Object.fromEntries(Object.entries(school).map(([table, rows]) => [table, rows.length]));
    expect(counts).toMatchObject({
      centros: 4,
      profesores: 60,
      alumnos: 600,
      padres: 931,
      clases: 254,
      matriculas_centro: 1077,
      matriculas: 4488,
      asistencia: 118213,
      incidencias: 131,
      calificaciones: 29587,
      acciones_usuario: 11175,
      notificaciones: 1132,
      documentos: 940,
    });
  });

  test('holds families: siblings share both surnames and their guardians', () => {
    const guardians = Map.groupBy(school.alumnos_padres, ({ alumno_id }) => alumno_id);
    const families = Map.groupBy(school.alumnos, ({ alumno_id }) =>
      (guardians.get(alumno_id) ?? []).map(({ padre_id }) => padre_id).join(),
    );
    const siblings = [...families.values()].filter((children) => children.length > 1);
    expect(siblings.length).toBeGreaterThan(100);
    for (const children of siblings) {
      expect(new Set(children.map(({ apellidos }) => apellidos)).size).toBe(1);
      expect(new Set(children.map(({ nombre }) => nombre)).size).toBe(children.length);
    }
  });

  test('gives a child the first surname of each parent', () => {
    const parents = new Map(school.padres.map(({ padre_id, apellidos }) => [padre_id, String(apellidos)]));
    const mothers = new Map(
      school.alumnos_padres
        .filter(({ parentesco }) => parentesco === 'MADRE')
        .map(({ alumno_id, padre_id }) => [alumno_id, parents.get(padre_id)]),
    );
    const named = school.alumnos.filter(({ alumno_id, apellidos }) => {
      const mother = mothers.get(alumno_id)?.match(/^(El |D')?\S+/)?.[0];
      return mother !== undefined && String(apellidos).includes(mother);
    });
    expect(named.length).toBe(mothers.size);
  });

  test('has guardians of two families, and parents who live apart', () => {
    const surnames = new Map(school.alumnos.map(({ alumno_id, apellidos }) => [alumno_id, apellidos]));
    const children = Map.groupBy(school.alumnos_padres, ({ padre_id }) => padre_id);
    const twoFamilies = [...children.values()].filter(
      (bonds) => new Set(bonds.map(({ alumno_id }) => surnames.get(alumno_id))).size > 1,
    );
    expect(twoFamilies.length).toBeGreaterThan(3);
    const apart = school.alumnos_padres.filter(
      ({ parentesco, convive }) => parentesco === 'PADRE' && convive === 'N',
    );
    expect(apart.length).toBeGreaterThan(30);
  });

  test('is away more on Mondays and Fridays than on Wednesdays', () => {
    const rate = (weekday: number) => {
      const rows = school.asistencia.filter(
        ({ fecha }) => new Date(`${fecha}T00:00:00Z`).getUTCDay() === weekday,
      );
      return rows.filter(({ estado }) => String(estado).startsWith('FALTA')).length / rows.length;
    };
    expect(rate(1)).toBeGreaterThan(1.2 * rate(3));
    expect(rate(5)).toBeGreaterThan(1.1 * rate(3));
  });

  test('is away more in January than in March', () => {
    const rate = (month: string) => {
      const rows = school.asistencia.filter(({ fecha }) => String(fecha).slice(5, 7) === month);
      return rows.filter(({ estado }) => String(estado).startsWith('FALTA')).length / rows.length;
    };
    expect(rate('01')).toBeGreaterThan(1.15 * rate('03'));
  });

  test('has truants, who miss single classes of days that they attend', () => {
    const perDay = Map.groupBy(
      school.asistencia.filter(({ tramo }) => tramo !== null),
      ({ alumno_id, fecha }) => `${alumno_id}/${fecha}`,
    );
    const cut = [...perDay.values()].filter(
      (rows) =>
        rows.some(({ estado }) => estado === 'PRESENTE') && rows.some(({ estado }) => estado === 'FALTA'),
    );
    expect(cut.length).toBeGreaterThan(50);
    const chronic = [...byStudent.values()].filter(({ absence }) => absence >= 0.1).length;
    expect(chronic / byStudent.size).toBeGreaterThan(0.05);
    expect(chronic / byStudent.size).toBeLessThan(0.25);
  });

  test('gives lower marks to those who are away more', () => {
    const points = [...byStudent.values()].filter(({ marks }) => marks > 0);
    const r = correlation(points.map(({ absence, mark, marks }) => [absence, mark / marks]));
    expect(r).toBeLessThan(-0.2);
    expect(r).toBeGreaterThan(-0.7);
  });

  test('has transfers that close one enrolment and open the next, withdrawals and late arrivals', () => {
    const left = school.matriculas_centro.filter(({ motivo_baja }) => motivo_baja === 'TRASLADO');
    const came = school.matriculas_centro.filter(({ motivo_alta }) => motivo_alta === 'TRASLADO_ENTRADA');
    expect(left.length).toBeGreaterThan(5);
    for (const { alumno_id, fecha_baja, centro_id } of left) {
      const next = came.find((row) => row.alumno_id === alumno_id);
      expect(next?.fecha_alta).toBe(fecha_baja);
      expect(next?.centro_id).not.toBe(centro_id);
    }
    expect(came.length).toBeGreaterThan(left.length);
    const gone = school.alumnos.filter(({ activo }) => activo === 'N');
    expect(gone.length).toBeGreaterThan(5);
  });

  test('takes attendance only while a student is enrolled in that school', () => {
    const stays = Map.groupBy(school.matriculas_centro, ({ alumno_id }) => alumno_id);
    const stray = school.asistencia.filter(
      ({ alumno_id, centro_id, fecha }) =>
        !stays
          .get(alumno_id)
          ?.some(
            (stay) =>
              stay.centro_id === centro_id &&
              String(stay.fecha_alta) <= String(fecha) &&
              (stay.fecha_baja === null || String(fecha) < String(stay.fecha_baja)),
          ),
    );
    expect(stray).toEqual([]);
  });

  test('numbers actions beyond 53 bits', () => {
    expect(school.acciones_usuario[0]?.accion_id).toBe('9007199254740993');
  });
});

function correlation(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const sum = (term: (x: number, y: number) => number) =>
    points.reduce((s, [x, y]) => s + term(x - mx, y - my), 0);
  return sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y));
}
