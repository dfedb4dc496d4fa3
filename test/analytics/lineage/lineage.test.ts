import { describe, expect, test } from 'vitest';
import { over } from '../../../analytics/dashboards/build.ts';
import type { Dashboard } from '../../../analytics/dashboards/definition.ts';
import { flowThrough } from '../../../analytics/lineage/flow.ts';
import { lineageOf } from '../../../analytics/lineage/graph.ts';
import { openLineageEvents } from '../../../analytics/lineage/openLineage.ts';
import { impactOf, originsOf } from '../../../analytics/lineage/trace.ts';
import { text } from '../../../datasets/columns.ts';
import { defineDataset } from '../../../datasets/contract.ts';

const pupils = defineDataset({
  name: 'pupils',
  kind: 'entity',
  version: 1,
  meaning: 'A pupil.',
  es: 'Alumnos',
  key: 'pupil_id',
  columns: {
    pupil_id: text('Key', { es: 'Clave' }),
    name: text('Name', { es: 'Nombre' }),
    grade: text('Grade', { es: 'Nivel' }),
  },
  subjects: {},
  scope: { kind: 'shared' },
  quality: [],
  freshness: 'PT1M',
  retention: { period: 'P1Y', from: 'deletion' },
});

const bands = over('attendance_bands');
const title = { en: 'Students', es: 'Alumnos' };
const board: Dashboard = {
  id: 'board',
  title,
  meaning: title,
  filters: [bands.filter({ id: 'grade', title, kind: 'choice', column: 'grade', format: 'text' })],
  pages: [
    {
      id: 'overview',
      title,
      filters: ['grade'],
      visuals: [bands.kpi({ id: 'students', title, format: 'count', measure: bands.sum('students') })],
    },
  ],
};

const from = (table: string, column: string, how: 'identity' | 'derived' | 'aggregated') => ({
  table,
  column,
  how,
});

/** legacy.alumnos -> curated.pupils -> marts.named -> marts.attendance_bands -> a dashboard. */
const lineage = lineageOf({
  contracts: { pupils },
  fillings: [
    {
      source: 'legacy.alumnos',
      dataset: 'curated.pupils',
      values: [
        { from: 'alumno_id', to: 'pupil_id', how: 'identity' },
        { from: 'nombre', to: 'name', how: 'identity' },
        { from: 'nivel', to: 'grade', how: 'derived' },
      ],
      rows: ['borrado'],
    },
  ],
  views: [
    {
      name: 'named',
      columns: [
        { name: 'pupil_id', sources: [from('curated.pupils', 'pupil_id', 'identity')] },
        { name: 'grade', sources: [from('curated.pupils', 'grade', 'identity')] },
      ],
      uses: [from('curated.pupils', 'name', 'derived')],
      tables: ['curated.pupils'],
    },
    {
      name: 'attendance_bands',
      columns: [
        { name: 'grade', sources: [from('marts.named', 'grade', 'identity')] },
        { name: 'students', sources: [from('marts.named', 'pupil_id', 'aggregated')] },
      ],
      uses: [from('marts.named', 'grade', 'identity')],
      tables: ['marts.named'],
    },
  ],
  dashboards: [board],
});

describe('what a column is made of', () => {
  test('down to the table of the source, with what decides its rows', () => {
    expect(originsOf(lineage, 'marts.attendance_bands.students')).toEqual({
      tree: {
        column: 'marts.attendance_bands.students',
        how: null,
        isRepeated: false,
        from: [
          {
            column: 'marts.named.pupil_id',
            how: 'aggregated',
            isRepeated: false,
            from: [
              {
                column: 'curated.pupils.pupil_id',
                how: 'identity',
                isRepeated: false,
                from: [{ column: 'legacy.alumnos.alumno_id', how: 'identity', isRepeated: false, from: [] }],
              },
            ],
          },
        ],
      },
      rows: ['marts.named.grade'],
    });
  });

  test('a dataset needs no schema, a typing error is told', () => {
    expect(originsOf(lineage, 'pupils.name').tree.from[0]?.column).toBe('legacy.alumnos.nombre');
    expect(() => originsOf(lineage, 'pupils.nmae')).toThrow('"pupils.nmae" is no column');
  });
});

describe('what changes with a column', () => {
  const told = (column: string) =>
    impactOf(lineage, column).affected.map(
      ({ id, how, isDirect, columns }) =>
        `${id} ${how}${isDirect ? ' direct' : ''}${columns.length > 0 ? ` (${columns.join(', ')})` : ''}`,
    );

  test('values, through views, to where people see them', () => {
    expect(told('pupils.pupil_id')).toEqual([
      'search.pupils value direct',
      'export.pupils value direct',
      'marts.named value direct (pupil_id)',
      'marts.attendance_bands value (students)',
      'dashboards.board.students value',
    ]);
  });

  test('a column that decides rows changes what is there, not what it says', () => {
    expect(told('pupils.name')).toEqual([
      'search.pupils value direct',
      'export.pupils value direct',
      'marts.named rows direct',
      'marts.attendance_bands rows',
      'dashboards.board.students rows',
    ]);
  });

  test('a filter of a dashboard is a reader of rows', () => {
    expect(told('marts.attendance_bands.grade')).toEqual(['dashboards.board.students rows direct']);
  });

  test('a column of the source that marks deleted rows changes everything behind it', () => {
    expect(told('legacy.alumnos.borrado')).toEqual([
      'curated.pupils rows direct',
      'search.pupils rows',
      'export.pupils rows',
      'marts.named rows',
      'marts.attendance_bands rows',
      'dashboards.board.students rows',
    ]);
  });
});

test('OpenLineage: a job event for each thing that is made, with the lineage of its columns', () => {
  const events = openLineageEvents(lineage, '2026-03-02T10:00:00.000000Z');
  expect(events.map(({ job }) => job.name)).toEqual([
    'curated.pupils',
    'search.pupils',
    'export.pupils',
    'marts.named',
    'marts.attendance_bands',
    'dashboards.board.students',
  ]);
  const producer = 'urn:aljibe:lineage';
  const facets = 'https://openlineage.io/spec/facets';
  const input = (field: string, transformation: object) => ({
    namespace: 'aljibe',
    name: 'marts.named',
    field,
    transformations: [transformation],
  });
  expect(events.find(({ job }) => job.name === 'marts.attendance_bands')).toEqual({
    eventTime: '2026-03-02T10:00:00.000000Z',
    producer,
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent',
    job: { namespace: 'aljibe', name: 'marts.attendance_bands' },
    inputs: [{ namespace: 'aljibe', name: 'marts.named' }],
    outputs: [
      {
        namespace: 'aljibe',
        name: 'marts.attendance_bands',
        facets: {
          schema: {
            _producer: producer,
            _schemaURL: `${facets}/1-1-1/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet`,
            fields: [{ name: 'grade' }, { name: 'students' }],
          },
          columnLineage: {
            _producer: producer,
            _schemaURL: `${facets}/1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet`,
            fields: {
              grade: { inputFields: [input('grade', { type: 'DIRECT', subtype: 'IDENTITY' })] },
              students: { inputFields: [input('pupil_id', { type: 'DIRECT', subtype: 'AGGREGATION' })] },
            },
            dataset: [input('grade', { type: 'INDIRECT' })],
          },
        },
      },
    ],
  });
});

describe('the flow through a table', () => {
  test('goes from the tables of the source to the dashboards, whose charts are one', () => {
    expect(flowThrough(lineage, 'curated.pupils')).toEqual({
      nodes: [
        { id: 'legacy.alumnos', kind: 'source' },
        { id: 'curated.pupils', kind: 'dataset' },
        { id: 'search.pupils', kind: 'index' },
        { id: 'marts.named', kind: 'view' },
        { id: 'marts.attendance_bands', kind: 'view' },
        { id: 'dashboards.board', kind: 'dashboard' },
      ],
      edges: [
        { from: 'legacy.alumnos', to: 'curated.pupils' },
        { from: 'curated.pupils', to: 'search.pupils' },
        { from: 'curated.pupils', to: 'marts.named' },
        { from: 'marts.named', to: 'marts.attendance_bands' },
        { from: 'marts.attendance_bands', to: 'dashboards.board' },
      ],
    });
  });

  test('shows no way that goes past it', () => {
    expect(flowThrough(lineage, 'marts.named').nodes.map(({ id }) => id)).not.toContain('search.pupils');
  });

  test('is none of a table that there is not', () => {
    expect(flowThrough(lineage, 'marts.nothing')).toEqual({ nodes: [], edges: [] });
  });
});
