import type { Rejection } from '../../ledger/change.ts';
import type { SourceRow } from '../../mapping/mapping.ts';
import type { Offer } from '../../mapping/offer.ts';
import type { TableRow } from '../file/tableFile.ts';
import { namedRow } from '../rows/columns.ts';
import type { CompiledFeed } from '../rows/feed.ts';
import type { Input } from './inputs.ts';

/** What a load offers for one dataset, always in the same order. */
export interface Offered extends Offer {
  readonly dataset: string;
  readonly isDerived: boolean;
  readonly place: string;
  /** Counts from 1 over the whole load. */
  readonly ordinal: number;
}

/** Quarantine's word for a row that was never mapped: only its file can be corrected. */
const notMapped = { mapping: 'line', mappingVersion: 0 };

/** Reads and maps every row of one file; `ordinal` of the offers goes on from `from`. */
export async function* walk(
  { file, compiled, naming }: Input,
  from: number,
  positionOf: (ordinal: number) => string,
): AsyncGenerator<readonly Offered[]> {
  let ordinal = from;
  const main = compiled.feeds.find(({ feed }) => !feed.derived) ?? compiled.feeds[0];
  for await (const row of file.rows()) {
    const place = `${file.name}:${row.line}`;
    const source = namedRow(row, naming);
    const offers: Offered[] = [];
    for (const compiledFeed of row.broken ? [] : compiled.feeds) {
      ordinal += 1;
      const { feed } = compiledFeed;
      const offered = compiledFeed.offer(source, { position: positionOf(ordinal), place });
      const repairs = compiledFeed === main ? [...row.repairs, ...offered.repairs] : offered.repairs;
      offers.push({
        ...offered,
        repairs,
        dataset: feed.dataset,
        isDerived: feed.derived ?? false,
        place,
        ordinal,
      });
    }
    if (row.broken && main) {
      ordinal += 1;
      const rejection = rejectionOf(main, row.broken, source, positionOf(ordinal), place);
      offers.push({ rejection, repairs: [], dataset: main.feed.dataset, isDerived: false, place, ordinal });
    }
    yield offers;
  }
}

/** The quarantine record of a row that no rule may read. */
function rejectionOf(
  main: CompiledFeed,
  { column, rule }: NonNullable<TableRow['broken']>,
  payload: SourceRow,
  position: string,
  place: string,
): Rejection {
  return {
    ...notMapped,
    dataset: main.feed.dataset,
    key: main.keyOf(payload),
    op: 'upsert',
    position,
    occurredAt: null,
    place,
    column,
    rule,
    value: null,
    payload,
  };
}
