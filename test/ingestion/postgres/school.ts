import { boolean, date, decimal, integer, json, list, text, timestamp } from '../../../datasets/columns.ts';
import { type Contract, defineDataset } from '../../../datasets/contract.ts';
import type { Mapping } from '../../../ingestion/mapping/mapping.ts';

const es = 'x';
const common = {
  kind: 'entity',
  version: 1,
  meaning: 'Something.',
  es,
  subjects: {},
  scope: { kind: 'shared' },
  quality: [],
  freshness: 'PT1M',
  retention: { period: 'P1Y', from: 'deletion' },
} as const;

/** A person of a small school. */
const pupils = defineDataset({
  ...common,
  name: 'pupils',
  key: 'pupil_id',
  columns: {
    pupil_id: text('Key', { es }),
    name: text('Name', { es }),
    notes: text('Notes', { es, optional: true }),
  },
});

/** One of every type. */
const samples = defineDataset({
  ...common,
  name: 'samples',
  key: 'sample_id',
  columns: {
    sample_id: text('Key', { es }),
    a_text: text('Text', { es, optional: true }),
    an_integer: integer('Integer', { es, optional: true }),
    a_decimal: decimal(18, 4)('Decimal', { es, optional: true }),
    a_boolean: boolean('Boolean', { es, optional: true }),
    a_date: date('Date', { es, optional: true }),
    a_timestamp: timestamp('Timestamp', { es, optional: true }),
    a_local_time: timestamp('Timestamp', { es, optional: true }),
    a_json: json('JSON', { es, optional: true }),
    a_list: list({ kind: 'text' })('List', { es, optional: true }),
  },
});

export const contracts: Readonly<Record<string, Contract>> = { pupils, samples };

export const pupilsMapping: Mapping = {
  table: 'alumnos',
  dataset: 'pupils',
  version: 1,
  fields: { pupil_id: 'alumno_id', name: 'nombre', notes: 'notas' },
  secret: ['contrasena'],
};

export const samplesMapping: Mapping = {
  table: 'muestras',
  dataset: 'samples',
  version: 1,
  fields: {
    sample_id: 'id',
    a_text: 'texto',
    an_integer: 'entero',
    a_decimal: 'decimal',
    a_boolean: 'logico',
    a_date: 'fecha',
    a_timestamp: 'momento',
    a_local_time: { column: 'hora_local', zone: 'America/Bogota' },
    a_json: 'objeto',
    a_list: 'lista',
  },
  secret: [],
};

/** `notas` lies outside of its row as soon as it is long, so that updates of other columns do not send it. */
export const pupilsTable = `
  CREATE TABLE alumnos (alumno_id bigint PRIMARY KEY, nombre text NOT NULL, notas text STORAGE EXTERNAL, contrasena text)`;

export const samplesTable = `
  CREATE TABLE muestras (id int PRIMARY KEY, texto text, entero bigint, decimal numeric, logico boolean, fecha date,
    momento timestamptz, hora_local timestamp, objeto jsonb, lista text[])`;
