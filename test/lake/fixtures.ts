import { type Clock, instantText } from '../../base/clock.ts';
import type { Bus, ChangeEvent } from '../../datasets/change.ts';
import {
  boolean,
  date,
  decimal,
  integer,
  json,
  list,
  struct,
  text,
  timestamp,
} from '../../datasets/columns.ts';
import { type AnyRow, type Contract, defineDataset } from '../../datasets/contract.ts';

const rest = {
  kind: 'entity',
  version: 1,
  meaning: 'A thing of a test.',
  es: 'Cosa',
  subjects: {},
  scope: { kind: 'shared' },
  quality: [],
  freshness: 'PT1M',
  retention: { period: 'P1Y', from: 'deletion' },
} as const;

/** The smallest dataset. */
export const notes = defineDataset({
  ...rest,
  name: 'notes',
  key: 'note_id',
  columns: {
    note_id: text('Key.', { es: 'Nota' }),
    body: text('What it says.', { es: 'Texto', optional: true }),
  },
});

/** A dataset with a column of every kind. */
export const specimens = defineDataset({
  ...rest,
  name: 'specimens',
  key: 'specimen_id',
  columns: {
    specimen_id: text('Key.', { es: 'Clave' }),
    label: text('Text.', { es: 'Texto', optional: true }),
    amount: integer('Integer.', { es: 'Entero', optional: true }),
    price: decimal(18, 3)('Decimal.', { es: 'Decimal', optional: true }),
    ready: boolean('Boolean.', { es: 'Booleano', optional: true }),
    day: date('Date.', { es: 'Fecha', optional: true }),
    moment: timestamp('Instant.', { es: 'Instante', optional: true }),
    facts: json('JSON.', { es: 'JSON', optional: true }),
    tags: list({ kind: 'text' })('List of texts.', { es: 'Lista', optional: true }),
    counts: list({ kind: 'integer' })('List of integers.', { es: 'Lista de enteros', optional: true }),
    home: struct({
      street: { kind: 'text' },
      since: { kind: 'date' },
      spots: { kind: 'list', of: { kind: 'decimal', precision: 5, scale: 2 } },
    })('Struct.', { es: 'Estructura', optional: true }),
  },
});

/** A specimen with these values and nulls for the rest. */
export function specimen(specimen_id: string, values: AnyRow = {}): AnyRow {
  const names = Object.keys(specimens.columns);
  return { ...Object.fromEntries(names.map((name) => [name, null])), specimen_id, ...values };
}

/** A bus in memory. */
export interface TestBus extends Bus {
  /** Appends a row, or with null a delete, as the next version of its key; answers its place. */
  put(contract: Contract, key: string, row: AnyRow | null, event?: Partial<ChangeEvent>): number;
}

export function testBus(clock: Clock): TestBus {
  const events: ChangeEvent[] = [];
  const versions = new Map<string, number>();
  return {
    head: () => events.length,
    read: (afterSeq, limit) => events.slice(afterSeq, afterSeq + limit),
    put(contract, key, row, event = {}) {
      const place = `${contract.name} ${key}`;
      const version = event.version ?? (versions.get(place) ?? 0) + 1;
      versions.set(place, version);
      events.push({
        seq: events.length + 1,
        dataset: contract.name,
        key,
        op: row === null ? 'delete' : 'upsert',
        version,
        source: 'legacy',
        position: '00000001.0000000000000001.00000001',
        occurredAt: null,
        acceptedAt: instantText(clock.now()),
        contractVersion: contract.version,
        mappingVersion: 1,
        row: row && JSON.stringify(row),
        extra: null,
        ...event,
      });
      return events.length;
    },
  };
}
