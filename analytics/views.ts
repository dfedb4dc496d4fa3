import { readdirSync, readFileSync } from 'node:fs';
import type { ViewName } from './views/columns.ts';

/** A view or mart of the analytics zone, as its file `views/<name>.sql` states it. */
export interface View {
  readonly name: ViewName;
  /** English: what its rows are, or what question it answers. */
  readonly meaning: string;
  /** Spanish title. */
  readonly es: string;
  /** What one row is. */
  readonly grain: string;
  /** The office of the school that answers for the definition. */
  readonly owner: string;
  /** Where the definition comes from, where it is not our own. */
  readonly authority: string | null;
  /** Column with the number of people that a row is about, of a view of groups; null of any other. */
  readonly people: string | null;
  /** Null: computed whenever it is read. */
  readonly stored: Stored | null;
  /** The query in Athena's SQL, tables by their qualified names. */
  readonly sql: string;
  /** Qualified names of the tables and views that it reads: `curated.students`, `marts.stays`. */
  readonly reads: readonly string[];
}

/** How the rows of a view are kept between one reading and the next. */
export type Stored =
  | { readonly kind: 'whole' }
  /** A part for each month of a date column; changed rows of the inputs touch the months of their own column. */
  | {
      readonly kind: 'by month';
      readonly column: string;
      /** Column with the month by the qualified name of the input; a change of any other input touches all months. */
      readonly inputs: Readonly<Record<string, string>>;
    };

const folder = new URL('./views/', import.meta.url);
const fields = ['es', 'grain', 'owner', 'authority', 'people', 'stored'] as const;
type Field = (typeof fields)[number];

/**
 * Reads a file: comment lines with the meaning, then `key: value` lines, then the query.
 * @throws Error for a header that lacks something
 */
export function readView(name: string, text: string): View {
  const header = /^(?:--.*\n)+/.exec(text)?.[0] ?? '';
  const lines = header.split('\n').map((line) => line.replace(/^-- ?/, ''));
  const values: Partial<Record<Field, string>> = {};
  const meaning: string[] = [];
  for (const line of lines) {
    const [, key, value] = /^(\w+): (.+)$/.exec(line) ?? [];
    if (key !== undefined && isField(key)) values[key] = value;
    else if (line !== '') meaning.push(line);
  }
  const { es, grain, owner, authority = null, people = null, stored } = values;
  if (meaning.length === 0 || !es || !grain || !owner) {
    throw new Error(`analytics/views/${name}.sql: its header lacks meaning, es, grain or owner`);
  }
  const sql = text.slice(header.length).trim();
  return {
    // The test of columns.ts keeps the two alike.
    name: name as ViewName,
    meaning: meaning.join(' '),
    es,
    grain,
    owner,
    authority,
    people,
    stored: stored === undefined ? null : readStored(name, stored),
    sql,
    reads: tablesIn(sql),
  };
}

const isField = (key: string): key is Field => (fields as readonly string[]).includes(key);

/** `whole`, or `by month of COLUMN, INPUT.COLUMN, ...`. */
function readStored(name: string, text: string): Stored {
  if (text === 'whole') return { kind: 'whole' };
  const [, column, rest] = /^by month of (\w+)((?:, \w+\.\w+\.\w+)+)$/.exec(text) ?? [];
  if (column === undefined || rest === undefined) {
    throw new Error(`analytics/views/${name}.sql: "${text}" is no way to store a view`);
  }
  const inputs = [...rest.matchAll(/(\w+\.\w+)\.(\w+)/g)].map((match) => [match[1], match[2]]);
  return { kind: 'by month', column, inputs: Object.fromEntries(inputs) };
}

function tablesIn(sql: string): string[] {
  const code = sql.replaceAll(/--.*|'(?:[^']|'')*'/g, '');
  return [...new Set([...code.matchAll(/\b(?:curated|marts)\.\w+/g)].map(([name]) => name))].sort();
}

/** Views in the order in which they can be made: each after those that it reads, otherwise by name. */
export function inOrder(unordered: readonly View[]): View[] {
  const byName = new Map(unordered.map((view) => [`marts.${view.name}`, view]));
  const done = new Set<View>();
  const visit = (view: View, path: readonly View[]): void => {
    if (path.includes(view)) {
      throw new Error(
        `views read each other in a circle: ${[...path, view].map(({ name }) => name).join(', ')}`,
      );
    }
    if (done.has(view)) return;
    for (const read of view.reads) {
      const other = byName.get(read);
      if (other) visit(other, [...path, view]);
      else if (read.startsWith('marts.')) throw new Error(`${view.name} reads ${read}, which is no view`);
    }
    done.add(view);
  };
  for (const view of [...unordered].sort((a, b) => (a.name < b.name ? -1 : 1))) visit(view, []);
  return [...done];
}

/** Every view and mart, each after those that it reads. */
export const views: readonly View[] = inOrder(
  readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => readView(file.slice(0, -'.sql'.length), readFileSync(new URL(file, folder), 'utf8'))),
);
