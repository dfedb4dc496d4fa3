import { UserError } from '../../base/errors.ts';
import type { AnyRow } from '../../datasets/contract.ts';
import type { Outcome, Rejection, SourceChange } from '../ledger/change.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Source } from '../ledger/sources.ts';
import type { CompiledMapping } from '../mapping/compile.ts';
import type { Repair, SourceRow } from '../mapping/mapping.ts';
import { type Found, offer, offerDelete } from '../mapping/offer.ts';
import { placeOf, type SourceTable } from './tables.ts';

/** Where and when a change was written. */
export type At = Pick<Found, 'position' | 'occurredAt'>;

export interface Totals extends Outcome {
  /** Values that were mended on the way in, by `dataset.column: what was done`. */
  readonly repaired: Map<string, number>;
}

/** Maps rows and gathers what becomes of them, until it is accepted in one transaction of the ledger. */
export interface Intake {
  insert(table: SourceTable, row: SourceRow, at: At): void;
  /** `before` holds the old key at least, when it may have changed. A `partial` row lacks unchanged columns. */
  update(table: SourceTable, before: SourceRow | null, row: SourceRow, partial: boolean, at: At): void;
  remove(table: SourceTable, before: SourceRow, at: At): void;
  /** Everything that came from the table before is gone. Accepts what was gathered first. */
  truncate(table: SourceTable, at: At): void;
  /** Changes and rejections that were gathered and not yet accepted. */
  size(): number;
  /** Makes what was gathered durable, together with the source's position when it moves; or nothing of it. */
  accept(position?: string): void;
}

export function openIntake(ledger: Ledger, source: Source, totals: Totals): Intake {
  let changes: SourceChange[] = [];
  let rejections: Rejection[] = [];

  function put(compiled: CompiledMapping, row: SourceRow, found: Found): SourceChange | undefined {
    const { change, rejection, repairs } = offer(compiled, row, found);
    if (repairs.length > 0) count(compiled.contract.name, repairs);
    if (rejection) rejections.push(rejection);
    return change;
  }

  function count(dataset: string, repairs: readonly Repair[]): void {
    for (const { column, repair } of repairs) {
      const name = `${dataset}.${column}: ${repair}`;
      totals.repaired.set(name, (totals.repaired.get(name) ?? 0) + 1);
    }
  }

  function accept(position?: string): void {
    const batch = { changes, rejections, ...(position === undefined ? {} : { position }) };
    const outcome = ledger.accept(source, batch);
    changes = [];
    rejections = [];
    for (const name in outcome) totals[name as keyof Outcome] += outcome[name as keyof Outcome];
  }

  /** A row under a new key: what was not sent is taken from the row under the old one. */
  function move(
    compiled: CompiledMapping,
    oldKey: string,
    row: SourceRow,
    before: SourceRow,
    found: Found,
  ): void {
    if (found.partial) accept();
    const old = found.partial ? ledger.get(compiled.contract.name, oldKey) : null;
    const change = put(compiled, row, found);
    const gone = offerDelete(compiled, before, found);
    if (gone) changes.push(gone);
    if (change) changes.push(old?.row ? completed(change, old.row, old.extra) : change);
  }

  return {
    insert(table, row, { position, occurredAt }) {
      const found = { position, ...(occurredAt ? { occurredAt } : {}), place: placeOf(table, row) };
      for (const compiled of table.mappings) {
        const change = put(compiled, row, found);
        if (change) changes.push(change);
      }
    },
    update(table, before, row, partial, { position, occurredAt }) {
      const found = { position, ...(occurredAt ? { occurredAt } : {}), place: placeOf(table, row), partial };
      for (const compiled of table.mappings) {
        const oldKey = before && compiled.keyOf(before);
        if (before && oldKey !== null && oldKey !== compiled.keyOf(row))
          move(compiled, oldKey, row, before, found);
        else {
          const change = put(compiled, row, found);
          if (change) changes.push(change);
        }
      }
    },
    remove(table, before, { position, occurredAt }) {
      const found = { position, ...(occurredAt ? { occurredAt } : {}), place: placeOf(table, before) };
      for (const compiled of table.mappings) {
        const change = offerDelete(compiled, before, found);
        if (!change)
          throw new UserError(`${found.place}: the delete does not carry ${table.keyColumns.join(', ')}`, {
            hint: `Run ALTER TABLE ${table.label} REPLICA IDENTITY FULL and start with --resnapshot.`,
          });
        changes.push(change);
      }
    },
    truncate(table, { position }) {
      accept();
      for (const { contract } of table.mappings) {
        totals.deleted += ledger.sweep(source, contract.name, position, position);
      }
    },
    size: () => changes.length + rejections.length,
    accept,
  };
}

/** A change whose unsent columns are those of the row that it replaces. */
function completed(change: SourceChange, row: AnyRow, extra: string | null): SourceChange {
  const unsent = Object.fromEntries(change.unchanged.map((column) => [column, row[column] ?? null]));
  const before = extra === null ? {} : (JSON.parse(extra) as SourceRow);
  const after = { ...before, ...change.extra };
  return {
    ...change,
    row: { ...change.row, ...unsent },
    extra: Object.keys(after).length > 0 ? after : null,
    unchanged: [],
    partial: false,
  };
}
