import { isClassified } from '../../datasets/values.ts';
import type { Rejection, SourceChange } from '../ledger/change.ts';
import type { CompiledMapping } from './compile.ts';
import type { Repair, SourceRow } from './mapping.ts';

/** Where and when a source row was found. */
export interface Found {
  readonly position: string;
  /** As people are told: `users.csv:12`, `alumnos 7`. */
  readonly place: string;
  /** The source left out columns that did not change. */
  readonly partial?: boolean;
  /** When it was written, as the source tells beside the row (a commit's time); a mapped column goes first. */
  readonly occurredAt?: string;
}

/** What a source row is for the ledger: a change, a rejection, or nothing at all. */
export interface Offer {
  readonly change?: SourceChange;
  readonly rejection?: Rejection;
  readonly repairs: readonly Repair[];
}

/**
 * Maps one source row for one dataset. A row that the dataset does not hold (any more) is offered as a delete,
 * which the ledger ignores if it never had it. Secrets are gone from everything that is returned.
 */
export function offer(compiled: CompiledMapping, source: SourceRow, found: Found): Offer {
  const { mapping, contract } = compiled;
  const payload = withoutSecrets(source, mapping.secret);
  const mapped = compiled.map(payload);
  const { position, place } = found;
  const common = {
    dataset: contract.name,
    position,
    place,
    occurredAt: mapped.occurredAt ?? found.occurredAt ?? null,
    payload,
    mapping: mapping.table,
    mappingVersion: mapping.version,
  };
  if (mapped.deleted) {
    if (mapped.key === null) return { repairs: [] };
    return { change: { ...common, ...gone, key: mapped.key }, repairs: [] };
  }
  const op = contract.kind === 'event' ? 'append' : 'upsert';
  if (mapped.key === null || mapped.problem) {
    const column = mapped.key === null ? contract.key : (mapped.problem?.column ?? null);
    const classified = column !== null && isClassified(contract, column);
    return {
      rejection: {
        ...common,
        key: mapped.key,
        op,
        column,
        rule: mapped.key === null ? 'the row has no key' : (mapped.problem?.rule ?? ''),
        value: classified ? null : (mapped.problem?.value ?? null),
      },
      repairs: mapped.repairs,
    };
  }
  return {
    change: {
      ...common,
      key: mapped.key,
      op,
      row: mapped.row,
      unchanged: mapped.unchanged,
      partial: found.partial ?? false,
      extra: mapped.extra,
    },
    repairs: mapped.repairs,
  };
}

/** The delete of a key, from a source row that may hold its key columns only; null when it has no key. */
export function offerDelete(compiled: CompiledMapping, source: SourceRow, found: Found): SourceChange | null {
  const key = compiled.keyOf(source);
  if (key === null) return null;
  const { mapping, contract } = compiled;
  return {
    ...gone,
    dataset: contract.name,
    key,
    position: found.position,
    place: found.place,
    occurredAt: found.occurredAt ?? null,
    payload: withoutSecrets(source, mapping.secret),
    mapping: mapping.table,
    mappingVersion: mapping.version,
  };
}

const gone = { op: 'delete', row: null, unchanged: [], partial: false, extra: null } as const;

/** A source row without what must never leave its source. */
function withoutSecrets(source: SourceRow, secret: readonly string[]): SourceRow {
  if (!secret.some((column) => column in source)) return source;
  return Object.fromEntries(Object.entries(source).filter(([column]) => !secret.includes(column)));
}
