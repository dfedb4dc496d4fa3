import type { Contract } from '../../../../datasets/contract.ts';

/** Columns by which rows are narrowed down: those of few values, and the places where a row belongs. */
export function facetColumns({ columns }: Contract): string[] {
  return Object.entries(columns)
    .filter(
      ([, { type, vocabulary, references }]) =>
        vocabulary !== undefined ||
        type.kind === 'boolean' ||
        (references !== undefined && places.has(references)),
    )
    .map(([name]) => name)
    .slice(0, mostFacets);
}

const places = new Set(['orgs', 'academic_sessions']);
const mostFacets = 5;

/** The condition that a row has this value, in the query language (docs/search.md). */
export function conditionOf({ columns }: Contract, path: string, value: unknown): string {
  const kind = columns[path]?.type.kind;
  const name = `\`${path}\``;
  if (value === null) return `${name} is null`;
  if (kind === 'boolean' || kind === 'integer' || kind === 'decimal') return `${name} = ${String(value)}`;
  const text = `'${String(value).replaceAll("'", "''")}'`;
  return kind === 'list' ? `${name} contains ${text}` : `${name} = ${text}`;
}
