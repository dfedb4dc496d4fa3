import { duckdbEngine } from '../../analytics/engine/duckdb.ts';
import { impactOf } from '../../analytics/lineage/trace.ts';
import { decidedChanges, type Renames, requireFreeNames } from '../../lake/curation/schema.ts';
import { curatedDir, type LakeDirs } from '../../lake/dirs.ts';
import { evolvedSchema, type SchemaChange } from '../../lake/iceberg/evolve.ts';
import { currentSchema } from '../../lake/iceberg/schema.ts';
import { openTable } from '../../lake/iceberg/versions.ts';
import { definitionOf } from '../../query/sqlite/table.ts';
import type { Definition } from './definition.ts';
import type { Change } from './diff/change.ts';
import { changesBetween, renamesBetween } from './diff/diff.ts';

export interface PlannedChange extends Omit<Change, 'concerns'> {
  /** Rows of the curated table that it concerns; null where it is of no rows. */
  readonly rows: number | null;
  /** What reads it, directly or through others, by the lineage of before. */
  readonly affects: readonly string[];
}

/** What is done to the lake. No step writes a row of a curated table anew. */
export type Step =
  | { readonly kind: 'rename'; readonly dataset: string; readonly renames: Renames }
  | { readonly kind: 'evolve'; readonly dataset: string; readonly changes: readonly SchemaChange[] }
  | { readonly kind: 'index'; readonly dataset: string }
  | { readonly kind: 'view'; readonly view: string };

export interface DefinitionPlan {
  /** The gravest first. */
  readonly changes: readonly PlannedChange[];
  /** Empty where something cannot be applied. */
  readonly steps: readonly Step[];
}

/**
 * Plans how a lake comes from the definition that it has to another. Nothing is changed.
 * @throws UserError for a table that is damaged
 */
export async function planDefinition(
  before: Definition,
  after: Definition,
  dirs: LakeDirs,
  signal?: AbortSignal,
): Promise<DefinitionPlan> {
  const found = changesBetween(before, after);
  const changes: PlannedChange[] = [];
  for (const { concerns, ...change } of found) {
    const rows = concerns ? await countRows(before, dirs, concerns, signal) : null;
    changes.push({ ...change, rows, affects: isRead(change) ? affectedBy(before, change.place) : [] });
  }
  const isBlocked = changes.some(({ problem }) => problem !== undefined);
  return { changes, steps: isBlocked ? [] : await stepsTo(before, after, dirs) };
}

async function countRows(
  { contracts }: Definition,
  dirs: LakeDirs,
  { dataset, where }: NonNullable<Change['concerns']>,
  signal: AbortSignal | undefined,
): Promise<number> {
  const sql = `SELECT count(*) FROM ${dataset}${where === undefined ? '' : ` WHERE ${where}`}`;
  const answer = await duckdbEngine({ dirs, contracts }, []).run(sql, { signal });
  try {
    for await (const [row] of answer.batches()) return Number(row?.[0] ?? 0);
    return 0;
  } finally {
    await answer.close();
  }
}

/** What is added, or only told otherwise, is read by nobody yet. */
const isRead = ({ kind }: Change) => kind !== 'wording' && kind !== 'additive';

/** What reads a column, or a table with any of its columns. */
function affectedBy({ lineage }: Definition, place: string): string[] {
  const holders = lineage.holders.filter(({ id }) => id === place || id === `curated.${place}`);
  const columns = lineage.holders.flatMap(({ id, columns: names }) =>
    names.map((name) => `${id}.${name}`).filter((id) => id === place || id === `curated.${place}`),
  );
  const all = holders.flatMap(({ id, columns: names }) => names.map((name) => `${id}.${name}`));
  const affected = [...columns, ...all].flatMap((column) => impactOf(lineage, column).affected);
  return [...new Set(affected.map(({ id }) => id))].sort();
}

async function stepsTo(before: Definition, after: Definition, dirs: LakeDirs): Promise<Step[]> {
  const renames = renamesBetween(before, after);
  const steps: Step[] = Object.entries(renames).map(([dataset, names]) => ({
    kind: 'rename',
    dataset,
    renames: names,
  }));
  for (const [dataset, contract] of Object.entries(after.contracts)) {
    const earlier = before.contracts[dataset];
    if (!earlier) continue;
    const table = await openTable(curatedDir(dirs, dataset));
    const fields = table && currentSchema(table.metadata).fields;
    const changes = fields ? decidedChanges(contract, fields, renames[dataset] ?? {}) : [];
    // What the table refuses is told before anything is done.
    if (table) {
      requireFreeNames(dataset, table.metadata, changes);
      evolvedSchema(table.metadata, changes);
    }
    if (changes.length > 0) steps.push({ kind: 'evolve', dataset, changes });
    if (definitionOf(earlier) !== definitionOf(contract)) steps.push({ kind: 'index', dataset });
  }
  const known = new Map(before.views.map((view) => [view.name, view]));
  for (const { name, stored, sql } of after.views) {
    const earlier = known.get(name);
    if (stored && earlier && earlier.sql !== sql) steps.push({ kind: 'view', view: name });
  }
  return steps;
}
