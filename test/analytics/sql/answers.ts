import type { DuckDBConnection } from '@duckdb/node-api';
import { translate } from '../../../analytics/sql/translate.ts';
import { printedType } from '../../../analytics/sql/types.ts';
import { UserError } from '../../../base/errors.ts';
import type { Value } from '../../engines/trino/client.ts';
import { type Expectation, queryOf } from './expectations.ts';
import { asTrino } from './values.ts';

const noTables = { of: () => null, names: [] };

/** What DuckDB says of a statement in Athena's SQL, in the form of an expectation; `refused` where it is not run. */
export async function answerHere(connection: DuckDBConnection, sql: string): Promise<Expectation> {
  let translated: ReturnType<typeof translate>;
  try {
    translated = translate(queryOf(sql), noTables);
    const type = translated.columns[0]?.type;
    // The zone of an instant is not part of DuckDB's value: its text has it.
    if (type?.kind === 'timestamp with time zone' && !/^SELECT/i.test(sql)) {
      const [, textType = '', text = null] = await answerHere(connection, `CAST(${sql} AS varchar)`);
      return textType === 'varchar' ? [sql, printedType(type), text] : [sql, textType];
    }
  } catch (error) {
    if (error instanceof UserError) return [sql, `refused ${error.message}`];
    throw error;
  }
  const type = translated.columns[0]?.type;
  if (!type) throw new Error(`${sql}: no column`);
  try {
    const reader = await connection.runAndReadAll(translated.duckdb);
    return [sql, printedType(type), asTrino(reader.getRows()[0]?.[0] ?? null, type)];
  } catch (error) {
    return [sql, `error ${error instanceof Error ? error.message : error}`];
  }
}

/** Whether an answer is Trino's: the same type and value, or no value where Trino has none, or we say so. */
export function agrees(
  [, type = '', value = null, here]: Expectation,
  [, ownType = '', own = null]: Expectation,
): boolean {
  const fails = (text: string) => /^(error|refused) /.test(text);
  if (fails(type) || here === 'refused') return fails(ownType);
  if (type !== ownType) return false;
  if (type === 'double' && isNear(value, own)) return true;
  return JSON.stringify(comparable(value, type)) === JSON.stringify(comparable(own, type));
}

/** Floating numbers differ in the last digits: the engines compute them in different steps. */
const isNear = (value: unknown, own: unknown) =>
  value !== null && own !== null && Math.abs(Number(value) - Number(own)) <= 1e-14 * Math.abs(Number(value));

/** JSON and maps are the same whatever the order of their members. */
const comparable = (value: Value, type: string): unknown =>
  ordered(type === 'json' && typeof value === 'string' ? JSON.parse(value) : value);

function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  const members = Object.entries(value).map(([key, inner]) => [key, ordered(inner)] as const);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}
