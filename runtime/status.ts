import { type Clock, instantText } from '../base/clock.ts';
import { catalog } from '../datasets/catalog.ts';
import type { Bus } from '../datasets/change.ts';
import type { Ledger } from '../ingestion/ledger/ledger.ts';
import { openLedger } from '../ingestion/ledger/ledger.ts';
import type { FeederProgress, FeederState } from '../ingestion/postgres/feeder.ts';
import { lsnText } from '../ingestion/postgres/lsn.ts';
import { checkpointOf } from '../lake/curation/checkpoint.ts';
import { type Held, heldBy } from '../lake/curation/held.ts';
import { curatedDir } from '../lake/dirs.ts';
import { unlessDamaged } from '../lake/iceberg/damage.ts';
import { currentSnapshot } from '../lake/iceberg/metadata.ts';
import { openTable } from '../lake/iceberg/versions.ts';
import { openRawFiles } from '../lake/raw/files.ts';
import { openIndexScan } from '../query/sqlite/scan.ts';
import type { Platform } from './platform.ts';
import type { StateDir } from './state.ts';

export interface DatasetStatus {
  readonly dataset: string;
  /** Live rows in the ledger. */
  readonly rows: number;
  /** Rows of the curated table; none where it is damaged. */
  readonly curated: number;
  readonly quarantined: number;
  /** When the curated table was last committed to; null before the first time. */
  readonly curatedAt: string | null;
  /** For how long the oldest change in the raw zone has waited for its merge. */
  readonly waitedMs: number;
  /** What keeps it from following its changes. */
  readonly held: Held | null;
}

/** A reader of the bus: how far it is behind, in events, and for how long the oldest of them has waited. */
export interface SinkStatus {
  readonly name: string;
  readonly checkpoint: number;
  readonly behind: number;
  readonly waitedMs: number;
  /** What keeps it from working, while it tries again. */
  readonly failure: string | null;
}

export interface SourceStatus {
  readonly state: FeederState;
  /** Rows copied so far, and the server's estimate of all; null when the copy is done. */
  readonly copy: { readonly rows: number; readonly estimated: number } | null;
  readonly accepted: number;
  readonly confirmed: string | null;
  /** Time from the last commit at the source to its place on the bus. */
  readonly lagMs: number | null;
}

export interface Status {
  readonly running: boolean;
  /** Address of its portal, when it runs with one. */
  readonly portal: string | null;
  /** Last place on the bus. */
  readonly head: number;
  readonly source: SourceStatus | null;
  readonly sinks: readonly SinkStatus[];
  readonly datasets: readonly DatasetStatus[];
}

interface Readings {
  readonly state: StateDir;
  readonly clock: Clock;
  readonly ledger: Ledger;
  /** Checkpoint of the query cluster. */
  readonly indexed: number;
  readonly failures: ReadonlyMap<string, Error>;
}

/** The status of a running platform, from what it has open. */
export async function platformStatus({ stores, pipeline, source, portal }: Platform): Promise<Status> {
  const failures = new Map<string, Error>();
  for (const stage of pipeline.stages) {
    const failure = stage.failure();
    if (failure) failures.set(stage.name, failure);
  }
  const { state, clock, ledger, query } = stores;
  const status = await statusOf({ state, clock, ledger, indexed: query.checkpoint(), failures });
  return { ...status, running: true, portal, source: source && sourceStatus(source.feeder.progress()) };
}

/** The status of a state directory that nobody runs on, or that another process does. */
export async function storedStatus(state: StateDir, clock: Clock): Promise<Status> {
  const ledger = openLedger(state.ledger, { clock, readOnly: true });
  const index = openIndexScan(state.index);
  try {
    return await statusOf({ state, clock, ledger, indexed: index.checkpoint(), failures: new Map() });
  } finally {
    index.close();
    ledger.close();
  }
}

async function statusOf({ state, clock, ledger, indexed, failures }: Readings): Promise<Status> {
  const rawFiles = openRawFiles(state.raw, { readOnly: true });
  try {
    const rows = ledger.counts();
    const quarantined = ledger.quarantine.counts();
    const datasets: DatasetStatus[] = [];
    let merged = rawFiles.checkpoint();
    for (const dataset of Object.keys(catalog)) {
      const table = await unlessDamaged(openTable(curatedDir(state, dataset)));
      const snapshot = table && currentSnapshot(table.metadata);
      const [pending] = rawFiles.list({ dataset, afterSeq: table ? checkpointOf(table.metadata) : 0 });
      if (pending) merged = Math.min(merged, pending.firstSeq - 1);
      datasets.push({
        dataset,
        rows: rows.get(dataset) ?? 0,
        curated: Number(snapshot?.summary['total-records'] ?? 0),
        quarantined: quarantined.get(dataset) ?? 0,
        curatedAt: snapshot ? instantText(BigInt(snapshot['timestamp-ms']) * 1000n) : null,
        waitedMs: pending ? behind(ledger, pending.firstSeq - 1, clock).waitedMs : 0,
        held: table && heldBy(table.metadata),
      });
    }
    const sink = (name: string, checkpoint: number): SinkStatus => ({
      name,
      checkpoint,
      ...behind(ledger, checkpoint, clock),
      failure: failures.get(name)?.message ?? null,
    });
    const sinks = [sink('raw', rawFiles.checkpoint()), sink('curate', merged), sink('query', indexed)];
    return { running: false, portal: null, head: ledger.head(), source: null, sinks, datasets };
  } finally {
    rawFiles.close();
  }
}

function behind(bus: Bus, checkpoint: number, clock: Clock): Pick<SinkStatus, 'behind' | 'waitedMs'> {
  const [oldest] = bus.read(checkpoint, 1);
  if (!oldest) return { behind: 0, waitedMs: 0 };
  const waited = Number(clock.now() / 1000n) - Date.parse(oldest.acceptedAt);
  return { behind: bus.head() - checkpoint, waitedMs: Math.max(0, waited) };
}

function sourceStatus({ state, copy, totals, confirmed, lag }: FeederProgress): SourceStatus {
  return {
    state,
    copy,
    accepted: totals.accepted,
    confirmed: confirmed === null ? null : lsnText(confirmed),
    lagMs: lag === null ? null : Number(lag / 1000n),
  };
}
