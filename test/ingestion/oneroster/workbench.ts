import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fixedClock } from '../../../base/clock.ts';
import { type Ledger, openLedger } from '../../../ingestion/ledger/ledger.ts';
import { openBundle } from '../../../ingestion/oneroster/bundle/bundle.ts';
import { applyLoad, type DatasetResult, type LoadResult } from '../../../ingestion/oneroster/load/apply.ts';
import { type LoadOptions, type LoadPlan, planLoad } from '../../../ingestion/oneroster/load/plan.ts';

/** Real bundles, beside the project. */
export const realBundles = new URL('../../../../shared/data/oneroster/', import.meta.url).pathname;

/** A ledger and bundles in a folder of their own. */
export interface Workbench {
  readonly dir: string;
  readonly ledger: Ledger;
  /** Writes files and answers their folder. */
  bundle(files: Readonly<Record<string, string | Uint8Array>>): string;
  plan(path: string, options?: LoadOptions): Promise<LoadPlan>;
  load(path: string, options?: LoadOptions): Promise<LoadResult>;
  /** Live rows of a dataset, by key. */
  rows(dataset: string): Record<string, Readonly<Record<string, unknown>>>;
  close(): void;
}

export function openWorkbench(): Workbench {
  const dir = mkdtempSync(join(tmpdir(), 'oneroster-'));
  const ledger = openLedger(join(dir, 'ledger.db'), { clock: fixedClock('2026-09-01T08:00:00Z') });
  let bundles = 0;
  async function run<T>(path: string, work: (bundle: Awaited<ReturnType<typeof openBundle>>) => Promise<T>) {
    const bundle = await openBundle(path);
    try {
      return await work(bundle);
    } finally {
      bundle.close();
    }
  }
  return {
    dir,
    ledger,
    bundle(files) {
      bundles += 1;
      const folder = join(dir, `bundle-${bundles}`);
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
      }
      return folder;
    },
    plan: (path, options) => run(path, (bundle) => planLoad(bundle, ledger, options)),
    load: (path, options) =>
      run(path, async (bundle) => applyLoad(await planLoad(bundle, ledger, options), bundle, ledger)),
    rows: (dataset) => Object.fromEntries([...ledger.rows(dataset)].map(({ key, row }) => [key, row])),
    close() {
      ledger.close();
      rmSync(dir, { recursive: true });
    },
  };
}

/** `dataset: loaded changed unchanged removed repaired quarantined`, for literal comparison. */
export function counts(result: LoadResult): string[] {
  const line = (found: DatasetResult) =>
    [found.loaded, found.changed, found.unchanged, found.removed, found.repaired, found.quarantined].join(
      ' ',
    );
  return result.datasets.map((found) => `${found.dataset}: ${line(found)}`);
}

/** Every kind of repair of a load, `dataset.column: repair × count @ first place`. */
export function repairs(result: LoadResult): string[] {
  return result.details.flatMap(({ dataset, repairs: made }) =>
    made.map(
      ({ column, repair, count, places }) => `${dataset}.${column}: ${repair} × ${count} @ ${places[0]}`,
    ),
  );
}

/** Every reject of a load, `dataset place column: rule`. */
export function rejects(result: LoadResult): string[] {
  return result.details.flatMap(({ dataset, rejects: made }) =>
    made.map(({ place, column, rule }) => `${dataset} ${place} ${column}: ${rule}`),
  );
}

/** Every kind of orphan of a load, `dataset.column -> references × rows @ first place`. */
export function orphans(result: LoadResult): string[] {
  return result.details.flatMap(({ dataset, orphans: found }) =>
    found.map(
      ({ column, references, rows, place }) => `${dataset}.${column} -> ${references} × ${rows} @ ${place}`,
    ),
  );
}

/** Lines of a CSV file. */
export const csv = (...lines: string[]): string => `${lines.join('\r\n')}\r\n`;
