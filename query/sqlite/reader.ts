import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { AnyRow } from '../../datasets/contract.ts';
import type { Sql } from './filter.ts';
import { decode } from './storage.ts';
import type { IndexTable } from './table.ts';

export type Stored = readonly SQLOutputValue[];

const keptMost = 200;

/** Runs statements, each prepared once. Rows come as arrays, integers as BigInts. */
export function statementReader(db: DatabaseSync) {
  const prepared = new Map<string, StatementSync>();

  function statement(sql: string): StatementSync {
    const kept = prepared.get(sql);
    if (kept) return kept;
    const made = db.prepare(sql);
    made.setReadBigInts(true);
    made.setReturnArrays(true);
    if (prepared.size >= keptMost) prepared.clear();
    prepared.set(sql, made);
    return made;
  }
  return {
    all: ({ sql, params }: Sql) => statement(sql).all(...params) as unknown as Stored[],
    one: (sql: string, ...params: SQLInputValue[]) =>
      statement(sql).get(...params) as unknown as Stored | undefined,
  };
}

export type StatementReader = ReturnType<typeof statementReader>;

/** The canonical row and the version from the columns that a select of rows begins with. */
export function itemReader({ contract }: IndexTable): (stored: Stored) => { row: AnyRow; version: number } {
  const columns = Object.entries(contract.columns).map(([name, { type }]) => ({ name, type }));
  return (stored) => ({
    row: Object.fromEntries(columns.map(({ name, type }, at) => [name, decode(type, stored[at])])),
    version: Number(stored[columns.length]),
  });
}
