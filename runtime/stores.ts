import { ruleGate } from '../analytics/quality/gate.ts';
import type { Clock } from '../base/clock.ts';
import { catalog } from '../datasets/catalog.ts';
import { type Ledger, openLedger } from '../ingestion/ledger/ledger.ts';
import type { Gate } from '../lake/curation/gate.ts';
import { type LakeDirs, spillDir } from '../lake/dirs.ts';
import { type Engine, openEngine } from '../lake/duckdb.ts';
import { governanceKey, hmac } from '../lake/governance/keys.ts';
import { openRawSink, type RawSink } from '../lake/raw/sink.ts';
import type { Progress } from './handover.ts';
import { type Indexing, openIndexing } from './indexing/indexing.ts';
import { rebaseTables } from './rebase.ts';
import type { StateDir } from './state.ts';

/** Everything that the one writer of a state directory has open. */
export interface Stores {
  readonly state: StateDir;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly dirs: LakeDirs;
  readonly raw: RawSink;
  readonly query: Indexing;
  /** The rules that may keep a commit of curation back. */
  readonly gate: Gate;
  close(): Promise<void>;
}

/** What DuckDB may take; what does not fit is spilled. */
const memory = '512MB';

/** Opens the stores for writing; the caller holds the lock. What the index lacks is indexed anew first. */
export async function openStores(
  state: StateDir,
  clock: Clock,
  progress: (step: Progress) => void,
): Promise<Stores> {
  const { raw: rawDir, curated, tombstones, keys } = state;
  const dirs: LakeDirs = { raw: rawDir, curated, tombstones, keys };
  await rebaseTables(dirs, clock, progress);
  const ledger = openLedger(state.ledger, {
    clock,
    hashOf: (text) => hmac(governanceKey(keys, 'erasure'), text),
  });
  const engine = await openEngine({ spill: spillDir(dirs), memory });
  const raw = await openRawSink({ dir: state.raw, bus: ledger, engine, clock });
  const query = await openIndexing(state, progress);
  return {
    state,
    clock,
    ledger,
    engine,
    dirs,
    raw,
    query,
    gate: ruleGate(catalog),
    async close() {
      await query.close();
      raw.close();
      engine.close();
      ledger.close();
    },
  };
}
