import type { AnyRow, Contract } from '../datasets/contract.ts';
import type { SourceChange } from '../ingestion/ledger/change.ts';
import type { Ledger } from '../ingestion/ledger/ledger.ts';
import { parsePosition, positionText } from '../ingestion/ledger/position.ts';

/** Name in the ledger of Aljibe as a source: what it tells of itself are rows like all others. */
const ownSource = 'aljibe';

/**
 * Takes rows that Aljibe has made of one of its own datasets into the ledger, in one transaction, in their order.
 * @param rows in canonical form, whole, and right by their contract
 */
export function offerOwn(ledger: Ledger, contract: Contract, rows: readonly AnyRow[]): void {
  if (rows.length === 0) return;
  const source = ledger.source(ownSource, 'platform');
  const turn = source.position === null ? 1n : parsePosition(source.position).lsn + 1n;
  const changes = rows.map((row, index): SourceChange => {
    const key = String(row[contract.key]);
    return {
      dataset: contract.name,
      key,
      op: 'upsert',
      row: inOrder(contract, row),
      unchanged: [],
      partial: false,
      extra: null,
      position: positionText(source.epoch, turn, index + 1),
      occurredAt: null,
      place: `${contract.name} ${key}`,
      payload: {},
      mapping: ownSource,
      mappingVersion: 1,
    };
  });
  ledger.accept(source, {
    changes,
    rejections: [],
    position: positionText(source.epoch, turn, rows.length),
  });
}

const inOrder = ({ columns }: Contract, row: AnyRow): AnyRow =>
  Object.fromEntries(Object.keys(columns).map((name) => [name, row[name] ?? null]));
