import { rmSync } from 'node:fs';
import { failpoint } from '../../base/failpoints.ts';
import { catalog } from '../../datasets/catalog.ts';
import type { Contract } from '../../datasets/contract.ts';
import { documents } from '../../datasets/documents.ts';
import { pathOf } from '../../ingestion/documents/store.ts';
import { alone } from '../../lake/curation/alone.ts';
import { curatedDir, tombstonesDir } from '../../lake/dirs.ts';
import { ask } from '../../lake/duckdb.ts';
import { findExpired, rowsOfTraces } from '../../lake/erasure/expired.ts';
import { findTraces, indexSubjects, keysByColumn, type Trace, type Traces } from '../../lake/erasure/find.ts';
import { forgetHistory } from '../../lake/erasure/history.ts';
import { scrubRaw } from '../../lake/erasure/raw.ts';
import { hideTombstones } from '../../lake/erasure/tombstones.ts';
import { quotedName, quotedText } from '../../lake/iceberg/duckdb.ts';
import { scanSql } from '../../lake/iceberg/scan.ts';
import { openTable } from '../../lake/iceberg/versions.ts';
import type { Progress } from '../handover.ts';
import { forgetOldMarts } from '../marts.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Stores } from '../stores.ts';
import { type Journal, writeJournal } from './journal.ts';

type Report = (step: Progress) => void;

/** Where an erasure works: the stores of a writer, and the stages behind its bus. */
export interface Place {
  readonly stores: Stores;
  readonly pipeline: Pipeline;
}

/**
 * Does what an erasure still has to do, step by step; each is written down when it is done, and does no harm when it
 * is done again. Returns the journal with everything in it.
 */
export async function runErasure(platform: Place, begun: Journal, progress: Report): Promise<Journal> {
  let journal = begun;
  if (!journal.traces) journal = await eraseRows(platform, journal, progress);
  const traces: Traces = new Map(journal.traces);
  for (const [index, [name, work]] of steps.entries()) {
    if (name in journal.done) continue;
    progress({ step: `erasing: ${name}`, done: index, total: steps.length });
    const result = await work(platform.stores, journal, traces);
    journal = writeJournal(platform.stores.state, { ...journal, done: { ...journal.done, [name]: result } });
  }
  await requireGone(platform.stores, journal);
  return journal;
}

/**
 * Registers who or what goes, so that nothing of it comes in any more, and erases rows until none is left: then every
 * sink has passed the last of these changes.
 */
async function eraseRows({ stores, pipeline }: Place, journal: Journal, progress: Report): Promise<Journal> {
  const { ledger, state } = stores;
  const { identities, values, cutoffs } = journal;
  const registered = { persons: identities, values, cutoffs };
  ledger.erase(registered, new Map());
  for (let round = 1; ; round++) {
    progress({ step: `erasing rows${round > 1 ? ', once more' : ''}` });
    await pipeline.settle();
    const traces = await tracesOf(stores, journal);
    const { deleted, anonymised } = ledger.erase(registered, keysOf(traces));
    if (Object.keys(deleted).length + Object.keys(anonymised).length > 0) continue;
    const rows = await rowsOfTraces(documents.name, traces.get(documents.name) ?? [], stores);
    const hashes = rows.flatMap(({ row }) => {
      const { sha256, text_sha256 } = JSON.parse(row) as { sha256: string; text_sha256: string | null };
      return text_sha256 === null ? [sha256] : [sha256, text_sha256];
    });
    return writeJournal(state, { ...journal, traces: [...traces], documents: [...new Set(hashes)] });
  }
}

/** What the raw zone holds of what goes: of people, or of rows that are kept no longer. */
async function tracesOf(stores: Stores, { identities, cutoffs }: Journal): Promise<Traces> {
  const contracts = Object.values(catalog);
  await indexSubjects({ ...stores, contracts });
  if (identities.length > 0) return findTraces(identities, { ...stores, contracts });
  return findAllExpired(stores, cutoffs);
}

/** Every version that its dataset does not keep any longer. */
export async function findAllExpired(
  stores: Stores,
  cutoffs: Readonly<Record<string, string>>,
): Promise<Map<string, Trace[]>> {
  const found = new Map<string, Trace[]>();
  for (const contract of Object.values(catalog)) {
    const cutoff = cutoffs[contract.name];
    const traces = cutoff === undefined ? [] : await findExpired(contract, cutoff, stores);
    if (traces.length > 0) found.set(contract.name, traces);
  }
  return found;
}

const keysOf = (traces: Traces): Map<string, Set<string>> =>
  new Map([...traces].map(([dataset, of]) => [dataset, new Set(of.map(({ key }) => key))]));

type Step = (stores: Stores, journal: Journal, traces: Traces) => Promise<unknown>;

/** What still tells of them once no row does, in the order in which it follows from each other. */
const steps: readonly (readonly [name: string, work: Step])[] = [
  [
    'bus',
    async ({ ledger, raw, query }) => ({
      events: ledger.trim(Math.min(raw.checkpoint(), query.checkpoint())),
    }),
  ],
  ['raw zone', (stores, { identities }, traces) => scrubRaw(identities, traces, stores)],
  ['stored views', async (stores) => ({ files: await forgetOldMarts(stores) })],
  ['tombstones', hideAllTombstones],
  ['history', forgetAllHistory],
  ['query cluster', (stores, _, traces) => eraseIndex(stores, traces)],
  ['documents', async (stores, { documents: hashes = [] }) => eraseDocuments(stores, hashes)],
  ['ledger', async (stores, _, traces) => compactLedger(stores, traces)],
];

async function hideAllTombstones(stores: Stores, _: Journal, traces: Traces) {
  let keys = 0;
  for (const [dataset, of] of traces) {
    const dir = curatedDir(stores.dirs, dataset);
    keys += await alone(dir, () => hideTombstones(dataset, of, stores));
  }
  return { keys };
}

async function forgetAllHistory({ dirs, clock }: Stores, _: Journal, traces: Traces) {
  let [snapshots, files] = [0, 0];
  for (const dataset of traces.keys()) {
    await alone(curatedDir(dirs, dataset), async () => {
      for (const dir of [curatedDir(dirs, dataset), tombstonesDir(dirs, dataset)]) {
        const forgotten = await forgetHistory(dir, clock);
        snapshots += forgotten.snapshots;
        files += forgotten.files;
      }
    });
  }
  return { snapshots, files };
}

async function eraseIndex({ query }: Stores, traces: Traces) {
  const keys = Object.fromEntries([...keysOf(traces)].map(([dataset, of]) => [dataset, [...of]]));
  await query.erase(keys);
  return { keys: Object.values(keys).reduce((sum, of) => sum + of.length, 0) };
}

/** Bytes stay while another row has them. */
function eraseDocuments({ ledger, state }: Stores, hashes: readonly string[]) {
  if (hashes.length === 0) return { files: 0 };
  const held = new Set<unknown>();
  for (const { row } of ledger.rows(documents.name)) held.add(row.sha256).add(row.text_sha256);
  const gone = hashes.filter((hash) => !held.has(hash));
  failpoint('before erase.documents');
  for (const hash of gone) rmSync(pathOf(state.documents, hash), { force: true });
  failpoint('after erase.documents');
  return { files: gone.length };
}

function compactLedger({ ledger }: Stores, traces: Traces) {
  const keys = ledger.hideKeys(keysOf(traces));
  failpoint('before erase.compact');
  ledger.compact();
  failpoint('after erase.compact');
  return { keys };
}

/** What is proven of every erasure, whatever was done: no row of the lake is one that had to go. */
async function requireGone({ dirs, engine }: Stores, journal: Journal): Promise<void> {
  const connection = await engine.connect();
  try {
    for (const contract of Object.values(catalog)) {
      const conditions = conditionsOf(contract, journal);
      const table = conditions.length > 0 ? await openTable(curatedDir(dirs, contract.name)) : null;
      if (!table) continue;
      const [count] = await ask<{ rows: number }>(
        connection,
        `SELECT count(*) AS "rows" FROM ${await scanSql(table)} WHERE ${conditions.join(' OR ')}`,
      );
      if (count && count.rows > 0)
        throw new Error(`${contract.name}: ${count.rows} rows are left after the erasure`);
    }
  } finally {
    connection.closeSync();
  }
}

/** As SQL, which rows of a curated table had to go. */
function conditionsOf(contract: Contract, { identities, cutoffs }: Journal): string[] {
  const { name, retention, columns } = contract;
  const named = keysByColumn(contract, identities).map(
    ({ column, keys }) => `${quotedName(column)} IN (${keys.map(quotedText).join(', ')})`,
  );
  const cutoff = cutoffs[name];
  if (cutoff === undefined || retention.from === 'deletion') return named;
  const type = columns[retention.from]?.type.kind === 'date' ? 'DATE' : 'TIMESTAMPTZ';
  return [...named, `${quotedName(retention.from)} < ${type} ${quotedText(cutoff)}`];
}
