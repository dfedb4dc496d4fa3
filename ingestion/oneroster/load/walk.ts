import type { Rejection } from '../../ledger/change.ts';
import { type Offer, offerDelete } from '../../mapping/offer.ts';
import type { Bundle } from '../bundle/bundle.ts';
import type { Line } from '../bundle/lines.ts';
import type { Knowledge } from '../prepare/knowledge.ts';
import { prepareLine } from '../prepare/prepare.ts';
import type { Prepared } from '../prepare/prepared.ts';
import { mappingOf, offerRow } from '../rows.ts';
import { datasetsOfFile } from './feeds.ts';

/** What a bundle offers, one by one and always in the same order. */
export interface Offered extends Offer {
  readonly dataset: string;
  readonly place: string;
  /** Counts from 1 over the whole bundle. */
  readonly ordinal: number;
}

export interface Walked {
  readonly line: Line;
  readonly offers: readonly Offered[];
  readonly unmapped: readonly string[];
  readonly isBroken: boolean;
}

/** Quarantine's word for a row that was never mapped: only its file can be corrected. */
const notMapped = { mapping: 'line', mappingVersion: 0 };

/** Reads, prepares and maps every line of a bundle. `positionOf` gives each offer its place in the source's order. */
export async function* walk(
  bundle: Bundle,
  knowledge: Knowledge,
  positionOf: (ordinal: number) => string,
): AsyncGenerator<Walked> {
  let ordinal = 0;
  for (const file of bundle.files.values()) {
    for await (const line of file.lines()) {
      const { rows, unmapped = [], broken } = prepareLine(line, knowledge);
      const offers: Offered[] = [];
      if (broken) {
        const rejection = rejectionOf(line, broken, knowledge, positionOf(ordinal + 1));
        if (rejection) {
          ordinal += 1;
          offers.push({ rejection, repairs: [], dataset: rejection.dataset, place: line.place, ordinal });
        }
      }
      for (const row of rows) {
        ordinal += 1;
        const offered = offerOf(row, positionOf(ordinal));
        offers.push({ ...offered, dataset: row.dataset, place: line.place, ordinal });
      }
      yield { line, offers, unmapped, isBroken: Boolean(broken) };
    }
  }
}

function offerOf(prepared: Prepared, position: string): Offer {
  const { mapping, dataset, place, occurredAt } = prepared;
  const found = { position, place, ...(occurredAt === null ? {} : { occurredAt }) };
  if (prepared.gone) {
    const change = offerDelete(mappingOf(mapping, dataset), prepared.row, found);
    return change ? { change, repairs: [] } : { repairs: [] };
  }
  const offered = offerRow(mapping, dataset, prepared.row, found);
  return { ...offered, repairs: [...prepared.repairs, ...offered.repairs] };
}

/** The quarantine record of a line of which no row can be made, in the dataset that has its key. */
function rejectionOf(
  line: Line,
  { column, rule }: NonNullable<Line['broken']>,
  { known }: Knowledge,
  position: string,
): Rejection | null {
  const datasets = datasetsOfFile[line.file];
  const key = line.row.sourcedId ?? null;
  const dataset = datasets.find((each) => key !== null && known(each, key)) ?? datasets[0];
  if (!dataset) return null;
  const { place, row: payload } = line;
  return {
    ...notMapped,
    dataset,
    key,
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
