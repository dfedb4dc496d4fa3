import type { Ledger } from '../../ingestion/ledger/ledger.ts';
import { legacyMappings } from '../../ingestion/mapping/legacy/all.ts';
import { oneRosterReplayer } from '../../ingestion/oneroster/rows.ts';
import { postgresReplayer } from '../../ingestion/postgres/replayer.ts';
import {
  type ReplayerOf,
  type ReplayFilter,
  type ReplayResult,
  replayQuarantine,
} from '../../ingestion/replay.ts';
import { tableReplayer } from '../../ingestion/tables/replayer.ts';
import type { WriterCommand } from '../command.ts';

/** Offers quarantined rows again, by the mappings and contracts of the present. */
export const replay: WriterCommand<ReplayFilter, ReplayResult> = async (
  { stores, pipeline },
  filter,
  { progress },
) => {
  progress({ step: 'replaying' });
  const result = replayQuarantine(stores.ledger, replayersOf(stores.ledger), filter);
  await pipeline.settle();
  return result;
};

function replayersOf(ledger: Ledger): ReplayerOf {
  const ofTable = tableReplayer(ledger);
  return (kind, mapping, dataset) => {
    if (kind === 'postgres') return postgresReplayer(legacyMappings, mapping, dataset);
    if (kind === 'oneroster') return oneRosterReplayer(mapping, dataset);
    if (kind === 'table') return ofTable(mapping, dataset);
    return null;
  };
}
