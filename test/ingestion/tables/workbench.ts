import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fixedClock } from '../../../base/clock.ts';
import { type Ledger, openLedger } from '../../../ingestion/ledger/ledger.ts';
import type { TableMapping } from '../../../ingestion/mapping/tables/tableMapping.ts';
import { applyTables, type TableResult } from '../../../ingestion/tables/load/apply.ts';
import { planTables, type TableOptions, type TablePlan } from '../../../ingestion/tables/load/plan.ts';
import { checkTableMapping } from '../../../ingestion/tables/mapping/check.ts';

/** A ledger and files in a folder of their own. */
export interface Workbench {
  readonly dir: string;
  readonly ledger: Ledger;
  /** Writes a file and answers its path. */
  write(name: string, content: string | Uint8Array): string;
  plan(names: readonly string[], mapping: TableMapping, options?: TableOptions): Promise<TablePlan>;
  /** Loads files that were written, by their names. */
  load(names: readonly string[], mapping: TableMapping, options?: TableOptions): Promise<TableResult>;
  /** Live rows of a dataset, by key. */
  rows(dataset: string): Record<string, Readonly<Record<string, unknown>>>;
  /** What is kept of a row beside its contract. */
  extra(dataset: string, key: string): unknown;
  close(): void;
}

export function openWorkbench(): Workbench {
  const dir = mkdtempSync(join(tmpdir(), 'tables-'));
  const ledger = openLedger(join(dir, 'ledger.db'), { clock: fixedClock('2026-09-01T08:00:00Z') });
  const given = (names: readonly string[]) => names.map((name) => ({ name, path: join(dir, name) }));
  const plan: Workbench['plan'] = (names, mapping, options) => {
    checkTableMapping(mapping);
    return planTables(given(names), mapping, ledger, options);
  };
  return {
    dir,
    ledger,
    write(name, content) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), content);
      return join(dir, name);
    },
    plan,
    load: async (names, mapping, options) => applyTables(await plan(names, mapping, options), ledger),
    rows: (dataset) => Object.fromEntries([...ledger.rows(dataset)].map(({ key, row }) => [key, row])),
    extra: (dataset, key) => JSON.parse(ledger.get(dataset, key)?.extra ?? 'null'),
    close() {
      ledger.close();
      rmSync(dir, { recursive: true });
    },
  };
}

/** `results: 3 2 1041 0 0 0`: loaded, changed, unchanged, removed, repaired, quarantined. */
export function counts({ datasets }: TableResult): string[] {
  return datasets.map(
    ({ dataset, loaded, changed, unchanged, removed, repaired, quarantined }) =>
      `${dataset}: ${[loaded, changed, unchanged, removed, repaired, quarantined].join(' ')}`,
  );
}

/** `results.score: rounded to 4 fraction digits × 1 @ marks.csv:2`. */
export function repairs({ details }: TableResult): string[] {
  return details.flatMap(({ dataset, repairs }) =>
    repairs.map(
      ({ column, repair, count, places }) => `${dataset}.${column}: ${repair} × ${count} @ ${places[0]}`,
    ),
  );
}

/** `marks.csv:3 score: is not a readable decimal`. */
export function rejects({ details }: TableResult): string[] {
  return details.flatMap(({ rejects }) =>
    rejects.map(({ place, column, rule }) => `${place} ${column}: ${rule}`),
  );
}

/** `results.student_id -> students × 3 @ marks.csv:2`. */
export function orphans({ details }: TableResult): string[] {
  return details.flatMap(({ dataset, orphans }) =>
    orphans.map(
      ({ column, references, rows, place }) => `${dataset}.${column} -> ${references} × ${rows} @ ${place}`,
    ),
  );
}
