import type { DuckDBConnection } from '@duckdb/node-api';
import { UserError } from '../../base/errors.ts';

/** All that a statement may hold. */
export interface Allowed {
  /** `schema.table`, as DuckDB knows them. */
  readonly tables: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
}

/**
 * Looks at a statement as DuckDB itself reads it, just before it runs, and refuses whatever is not known to be
 * harmless: it stands behind the translation, which lets nothing else through, and trusts it in nothing.
 * The tree is that of `json_serialize_sql`: https://duckdb.org/docs/stable/data/json/sql_to_and_from_json
 * @throws UserError for what is not allowed
 */
export async function guardStatement(
  connection: DuckDBConnection,
  sql: string,
  allowed: Allowed,
): Promise<void> {
  const asked = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)::VARCHAR', [sql]);
  const tree = JSON.parse(String(asked.getRows()[0]?.[0])) as Tree;
  if (tree.error === true) throw refusal('it is no statement that only reads');
  if (!Array.isArray(tree.statements) || tree.statements.length !== 1)
    throw refusal('it is not one statement');
  walk(tree.statements[0], new Set(), allowed);
}

type Tree = Readonly<Record<string, unknown>>;

/** Kinds of expressions. Not among them: parameters, references by number, defaults, and whatever comes new. */
const classes: ReadonlySet<unknown> = new Set([
  'BETWEEN',
  'CASE',
  'CAST',
  'COLUMN_REF',
  'COMPARISON',
  'CONJUNCTION',
  'CONSTANT',
  'FUNCTION',
  'LAMBDA',
  'OPERATOR',
  'STAR',
  'SUBQUERY',
  'WINDOW',
]);

/** Kinds of everything else. Not among them: table functions, SHOW, DESCRIBE, PIVOT, recursion, and whatever comes new. */
const kinds: ReadonlySet<unknown> = new Set([
  'SELECT_NODE',
  'SET_OPERATION_NODE',
  'EMPTY',
  'BASE_TABLE',
  'SUBQUERY',
  'JOIN',
  'EXPRESSION_LIST',
  'LIMIT_MODIFIER',
  'ORDER_MODIFIER',
  'DISTINCT_MODIFIER',
  'ORDER_DEFAULT',
  'ASCENDING',
  'DESCENDING',
]);

/** @param queries names of the WITH clauses around it */
function walk(value: unknown, queries: ReadonlySet<string>, allowed: Allowed): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, queries, allowed);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const tree = value as Tree;
  if ('class' in tree) checkExpression(tree, allowed);
  else if (typeof tree.type === 'string') checkNode(tree, queries, allowed);
  const named = withNames(tree);
  const inside = named.length === 0 ? queries : new Set([...queries, ...named]);
  for (const [name, child] of Object.entries(tree)) {
    // The value of a constant is data, and the names of a type are no parts of a statement.
    if (tree.class === 'CONSTANT' || name === 'cast_type') continue;
    walk(child, inside, allowed);
  }
}

function checkExpression(tree: Tree, { functions }: Allowed): void {
  if (!classes.has(tree.class)) throw refusal(`it holds ${String(tree.class)}`);
  const name = tree.function_name;
  if (tree.class !== 'FUNCTION' && name === undefined) return;
  const isOurs = (tree.schema === '' || tree.schema === 'main') && tree.catalog === '';
  if (!isOurs || !functions.has(String(name))) throw refusal(`it calls ${String(name)}`);
}

function checkNode(tree: Tree, queries: ReadonlySet<string>, { tables }: Allowed): void {
  if (!kinds.has(tree.type)) throw refusal(`it holds ${String(tree.type)}`);
  if (tree.type !== 'BASE_TABLE') return;
  const { catalog_name: catalog, schema_name: schema, table_name: table, at_clause: at } = tree;
  const isKnown =
    schema === '' ? queries.has(String(table)) : tables.has(`${String(schema)}.${String(table)}`);
  if (catalog !== '' || (at ?? null) !== null || !isKnown) throw refusal(`it reads ${String(table)}`);
}

function withNames({ cte_map: clauses }: Tree): string[] {
  const { map = [] } = (clauses ?? {}) as { map?: readonly { key: string }[] };
  return map.map(({ key }) => key);
}

const refusal = (why: string) =>
  new UserError(`the statement is refused: ${why}, which no role may`, {
    hint: 'Ask for tables, columns and functions that docs/sql.md names.',
  });
