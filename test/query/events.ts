import type { ChangeEvent } from '../../datasets/change.ts';
import type { AnyRow } from '../../datasets/contract.ts';
import { contracts } from './contracts.ts';

/** A row of a test contract: what is not given is missing. */
export function rowOf(dataset: string, values: AnyRow): AnyRow {
  const columns = Object.keys(contracts[dataset]?.columns ?? {});
  return Object.fromEntries(columns.map((column) => [column, values[column] ?? null]));
}

/** Makes events with places on the bus from `first` on. */
export function eventsFrom(first = 1) {
  let seq = first - 1;
  const event = (dataset: string, key: string, version: number, row: AnyRow | null): ChangeEvent => ({
    seq: ++seq,
    dataset,
    key,
    op: row === null ? 'delete' : 'upsert',
    version,
    source: 'test',
    position: '',
    occurredAt: null,
    acceptedAt: '2026-01-01T00:00:00.000000Z',
    contractVersion: 1,
    mappingVersion: 1,
    row: row === null ? null : JSON.stringify(row),
    extra: null,
  });
  return {
    upsert: (dataset: string, values: AnyRow, version = 1) => {
      const row = rowOf(dataset, values);
      return event(dataset, String(row[contracts[dataset]?.key ?? '']), version, row);
    },
    remove: (dataset: string, key: string, version: number) => event(dataset, key, version, null),
  };
}
