import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UserError } from '../../base/errors.ts';
import { readBundle } from '../../legacy/loader/bundle.ts';
import { planLoad } from '../../legacy/loader/load.ts';

const real = (bundle: string) => join(import.meta.dirname, '../../../shared/data/oneroster', bundle);

async function plan(folder: string) {
  const { tables, ...report } = planLoad(await readBundle(folder));
  const rows = (name: string) => [...(tables.find(({ table }) => table === name)?.rows ?? [])];
  const counts = Object.fromEntries(tables.map(({ table, rows }) => [table, [...rows].length]));
  return { rows, counts, report };
}

describe('a OneRoster 1.1 bundle', () => {
  const school = {
    niveles: 12,
    centros: 2,
    periodos: 3,
    usuarios: 10,
    profesores: 2,
    alumnos: 8,
    datos_demograficos: 8,
    cursos: 2,
    clases: 2,
    matriculas_centro: 8,
    matriculas: 20,
    asignaciones_docentes: 4,
  };

  test('becomes a monolith, its ragged rows mended', async () => {
    const { counts, report } = await plan(real('edfi-lms-1.1'));
    expect(counts).toEqual(school);
    expect(report).toEqual({
      skipped: [],
      mended: [
        { file: 'users.csv', line: 10, rule: 'surplus empty cells dropped' },
        { file: 'users.csv', line: 11, rule: 'surplus empty cells dropped' },
      ],
      placeholders: [],
      ignored: [],
    });
  });

  test('in the headers of 1.0 becomes the same', async () => {
    const { counts, report } = await plan(real('edfi-lms-1.0'));
    expect(counts).toEqual(school);
    expect(report).toEqual({ skipped: [], mended: [], placeholders: [], ignored: [] });
  });

  test('is translated: grade, names, class and demographics', async () => {
    const { rows } = await plan(real('edfi-lms-1.1'));
    expect(rows('alumnos')[2]).toMatchObject({
      alumno_id: 3,
      nombre: 'Peter Ivan',
      apellidos: 'Nash',
      centro_id: 2,
      nivel_codigo: '3ESO',
      telefono: '(950) 434 7904',
      codigo_externo: '604918',
    });
    expect(rows('clases')[0]).toMatchObject({
      centro_id: 2,
      tipo: 'MATERIA',
      aula: '120',
      niveles: '{"3ESO"}',
      periodos: '{2,3}',
    });
    expect(rows('datos_demograficos')[0]).toMatchObject({
      fecha_nacimiento: '1997-05-30',
      sexo: 'M',
      org_asiatico: 'S',
      org_europeo: 'N',
      org_hispano: 'S',
    });
  });
});

describe("Microsoft's dialect", () => {
  test('brings roles and relations in files of their own', async () => {
    const { counts, report, rows } = await plan(real('sds-2.1'));
    expect(counts).toMatchObject({
      centros: 4,
      alumnos: 4,
      profesores: 2,
      padres: 2,
      alumnos_padres: 3,
      matriculas: 4,
    });
    expect(
      rows('alumnos_padres').map(({ alumno_id, padre_id, parentesco }) => [alumno_id, padre_id, parentesco]),
    ).toEqual([
      [1, 1, 'TUTOR_LEGAL'],
      [2, 1, 'FAMILIAR'],
      [3, 2, 'TUTOR_LEGAL'],
    ]);
    expect(report.skipped).toEqual([
      { file: 'demographics.csv', line: 5, rule: 'is about nobody who is a student' },
      { file: 'demographics.csv', line: 6, rule: 'is about nobody who is a student' },
    ]);
    expect(report.ignored).toEqual(['userFlags.csv']);
  });

  test('brings passwords, which stay in the one column that is kept secret', async () => {
    const { tables } = planLoad(await readBundle(real('sds-2.1')));
    const where = tables.flatMap(({ table, rows }) =>
      [...rows].flatMap((row) =>
        Object.keys(row)
          .filter((column) => row[column] === 'P@ssword123')
          .map((column) => `${table}.${column}`),
      ),
    );
    expect(new Set(where)).toEqual(new Set(['alumnos.contrasena_temporal']));
  });
});

test('users of a school that no file describes get a placeholder school', async () => {
  const { counts, report } = await plan(real('nicelion-users'));
  expect(counts).toEqual({
    niveles: 12,
    centros: 1,
    usuarios: 1999,
    alumnos: 1187,
    padres: 812,
    alumnos_padres: 2390,
    matriculas_centro: 1187,
  });
  expect(report.placeholders).toEqual(['Centro slksldkmlsk49303']);
});

describe('a sloppy bundle', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'aljibe-bundle-'));
    const file = (name: string, ...lines: string[]) => writeFileSync(join(folder, name), lines.join('\r\n'));
    file(
      'orgs.csv',
      '\uFEFFsourcedId,name,type,parentSourcedId',
      's,Centro Sur,school,d',
      'd,Distrito,district,',
    );
    file(
      'academicSessions.csv',
      'sourcedId,title,type,startDate,endDate',
      'y,2026,schoolYear,2026-06-30,2025-09-01',
    );
    file(
      'users.csv',
      'sourcedId,status,role,orgSourcedIds,username,givenName,familyName,agentSourcedIds',
      'a,active,student,s,ana,Ana,Núñez,"p,nobody"',
      'p,active,parent,s,ana,Pilar,Núñez,',
      'g,tobedeleted,student,s,gone,Gil,Pérez,',
      ',active,student,s,x,Nadie,Nada,',
      'a,active,student,s,ana2,Ana,Otra,',
      'n,active,student,s,n,,Solo,',
      'r,active,janitor,s,r,Rosa,Gil,',
      'w,active,student,s,w,Wang,Li,,surplus',
    );
    file(
      'classes.csv',
      'sourcedId,title,courseSourcedId,schoolSourcedId,termSourcedIds',
      'c,Clase,lost,s,lost',
    );
    file(
      'enrollments.csv',
      'sourcedId,classSourcedId,userSourcedId,role,beginDate',
      '1,c,a,student,2025-13-01',
      '2,lost,a,student,2025-09-08',
      '3,c,p,teacher,2025-09-08',
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('loads what can be loaded, and says of the rest where and why', async () => {
    const { counts, report } = await plan(folder);
    expect(counts).toEqual({
      niveles: 12,
      centros: 2,
      usuarios: 2,
      alumnos: 1,
      padres: 1,
      alumnos_padres: 1,
      cursos: 1,
      clases: 1,
      matriculas_centro: 1,
      matriculas: 1,
    });
    expect(report.skipped.map(({ file, line, rule }) => `${file}:${line} ${rule}`)).toEqual([
      'users.csv:9 has more cells than the header',
      'academicSessions.csv:2 does not begin before it ends',
      'users.csv:4 is marked tobedeleted',
      'users.csv:5 has no sourcedId',
      'users.csv:6 repeats the sourcedId of an earlier row',
      'users.csv:7 has no name',
      'users.csv:8 has no role that the monolith knows',
      'enrollments.csv:3 class is not in the bundle',
      'enrollments.csv:4 user is not in the bundle in that role',
    ]);
    expect(report.mended.map(({ file, line, rule }) => `${file}:${line} ${rule}`)).toEqual([
      'users.csv:3 username is taken and was made unique',
      'users.csv:2 relation left out: the guardian is not in the bundle',
      'classes.csv:2 course is not in the bundle; a placeholder was made',
      'classes.csv:2 session is not in the bundle and was left out',
      'enrollments.csv:2 beginDate is no date and was left empty',
    ]);
  });

  test('writes a parent organisation before those that belong to it', async () => {
    const { rows } = await plan(folder);
    expect(rows('centros').map(({ centro_id, centro_padre_id }) => [centro_id, centro_padre_id])).toEqual([
      [2, null],
      [1, 2],
    ]);
  });
});

test('a folder without a bundle is refused', async () => {
  await expect(readBundle(import.meta.dirname)).rejects.toThrow(UserError);
  await expect(readBundle('/nowhere')).rejects.toThrow('cannot read the folder /nowhere');
});
