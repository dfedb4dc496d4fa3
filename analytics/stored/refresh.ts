import { hash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { catalog } from '../../datasets/catalog.ts';
import { curatedDir, type LakeDirs } from '../../lake/dirs.ts';
import type { Engine } from '../../lake/duckdb.ts';
import { currentSnapshot } from '../../lake/iceberg/metadata.ts';
import { openTable } from '../../lake/iceberg/versions.ts';
import { datasetScan } from '../../lake/sql/views.ts';
import { analytics, type TranslatedView } from '../translatedViews.ts';
import type { ViewName } from '../views/columns.ts';
import type { Stored } from '../views.ts';
import { type Manifest, type Part, readManifest, storedDir, versionOf, writeManifest } from './manifest.ts';
import { computePart } from './part.ts';
import { planStep } from './plan.ts';
import { storedScan } from './scan.ts';
import { type Around, allMonths, changedMonths, type Snapshot } from './touched.ts';

export interface RefreshOptions {
  readonly dirs: LakeDirs;
  /** Folder of the analytics zone. */
  readonly zone: string;
  readonly engine: Engine;
  /** Ends the refresh between two views. */
  readonly signal?: AbortSignal;
}

/** What a refresh did to a stored view. */
export interface Refreshed {
  readonly view: ViewName;
  /** Parts that were computed, by month; `whole` for one without. */
  readonly computed: readonly string[];
  /** Whether its rows differ from what they were. */
  readonly changed: boolean;
}

/**
 * Computes the stored views whose query or inputs changed, each after those that it reads, and of those that are
 * stored by month only the touched months. Every view reads the datasets as they were when the refresh began. Ended
 * in the middle, it goes on where it was the next time.
 */
export async function refreshViews(options: RefreshOptions): Promise<Refreshed[]> {
  const connection = await options.engine.connect();
  try {
    return await refreshAll(connection, options);
  } finally {
    connection.closeSync();
  }
}

async function refreshAll(connection: DuckDBConnection, options: RefreshOptions): Promise<Refreshed[]> {
  const { dirs, zone, signal } = options;
  const datasets = new Map<string, Snapshot>();
  await connection.run(
    "ATTACH ':memory:' AS refreshing; USE refreshing; CREATE SCHEMA curated; CREATE SCHEMA marts",
  );
  try {
    for (const contract of Object.values(catalog)) {
      const table = await openTable(curatedDir(dirs, contract.name));
      const { from } = await datasetScan(dirs, contract, undefined);
      const snapshot = table && currentSnapshot(table.metadata)?.['snapshot-id'];
      datasets.set(`curated.${contract.name}`, { table, version: String(snapshot ?? 'none') });
      await connection.run(`CREATE VIEW curated.${contract.name} AS SELECT * FROM ${from}`);
    }
    const versions = new Map([...datasets].map(([name, { version }]) => [name, version]));
    const refreshed: Refreshed[] = [];
    for (const view of analytics().views) {
      if (signal?.aborted) break;
      const name = `marts.${view.name}`;
      if (!view.stored) {
        await connection.run(`CREATE VIEW ${name} AS ${view.translated.duckdb}`);
        versions.set(name, hash('sha256', view.translated.duckdb));
        continue;
      }
      const { result, manifest } = await refreshView(connection, view, { zone, datasets, versions });
      if (result) refreshed.push(result);
      versions.set(name, versionOf(manifest));
      await connection.run(`CREATE VIEW ${name} AS SELECT * FROM ${storedScan(zone, view, manifest)}`);
    }
    return refreshed;
  } finally {
    await connection.run('USE memory; DETACH refreshing');
  }
}

async function refreshView(
  connection: DuckDBConnection,
  view: TranslatedView,
  around: Around,
): Promise<{ result: Refreshed | null; manifest: Manifest }> {
  const { zone, versions } = around;
  const known = readManifest(zone, view.name);
  const inputs = Object.fromEntries(
    [...inputsOf(view)].sort().map((name) => [name, versions.get(name) ?? 'none']),
  );
  const query = hash('sha256', view.translated.duckdb);
  const step = planStep(view, known, query, inputs);
  if (step.kind === 'nothing' && known) return { result: null, manifest: known };
  const before = known?.parts ?? [];
  const stored = view.stored as Stored;
  const months: readonly (string | null)[] =
    stored.kind === 'whole'
      ? [null]
      : step.kind === 'months' && known
        ? await changedMonths(connection, stored, step.changed, known, around)
        : await allMonths(connection, stored);
  const computed: Part[] = [];
  for (const month of months) computed.push(...(await computePart(connection, view, month, zone)));
  const kept = step.kind === 'months' ? before.filter(({ month }) => !months.includes(month)) : [];
  const parts = [...kept, ...computed].sort((a, b) => ((a.month ?? '') < (b.month ?? '') ? -1 : 1));
  const replaced = before.map(({ file }) => file).filter((file) => !parts.some((part) => part.file === file));
  const manifest = { query, inputs, parts, before: replaced };
  writeManifest(zone, view.name, manifest);
  removeOthers(storedDir(zone, view.name), manifest);
  return {
    result: {
      view: view.name,
      computed: months.map((month) => month ?? 'whole'),
      changed: known === null || versionOf(known) !== versionOf(manifest),
    },
    manifest,
  };
}

/** What a view is made of, through views that are not stored: their version is their query. */
function inputsOf(view: TranslatedView): Set<string> {
  const byName = new Map(analytics().views.map((other) => [`marts.${other.name}`, other]));
  const found = new Set<string>();
  const visit = ({ reads }: TranslatedView): void => {
    for (const name of reads) {
      found.add(name);
      const other = byName.get(name);
      if (other && !other.stored) visit(other);
    }
  };
  visit(view);
  return found;
}

/** Removes files that neither the view nor one of its readers needs. */
export function removeOthers(dir: string, { parts, before }: Manifest): void {
  const needed = new Set(['manifest.json', ...before, ...parts.map(({ file }) => file)]);
  for (const name of readdirSync(dir)) if (!needed.has(name)) rmSync(join(dir, name), { force: true });
}
