import type { DatabaseSync } from 'node:sqlite';
import type { ColumnType } from '../../datasets/columns.ts';
import type { AnyRow } from '../../datasets/contract.ts';
import { encode } from './storage.ts';
import { type IndexTable, quoted, searchValues, versionColumn } from './table.ts';

/** Writes one generation of a dataset. */
export interface TableWriter {
  /** Takes a row if it is newer than what is there, and than the delete of its key. */
  upsert(key: string, version: number, row: AnyRow, extracted: string | null): void;
  /** Removes the row of a key if the delete is newer. The tombstone is the caller's. */
  remove(key: string, version: number): void;
}

export function tableWriter(db: DatabaseSync, table: IndexTable): TableWriter {
  const { contract, name } = table;
  const columns = Object.entries(contract.columns).map(([column, { type }]) => ({ column, type }));
  const upsert = db.prepare(upsertStatement(table));
  const remove = db.prepare(
    `DELETE FROM ${quoted(name)} WHERE ${quoted(contract.key)} = ? AND ${versionColumn} < ?`,
  );
  return {
    upsert(key, version, row, extracted) {
      const values = columns.map(({ column, type }: { column: string; type: ColumnType }) => {
        return encode(type, row[column]);
      });
      upsert.run(...values, version, ...searchValues(table, row, extracted), contract.name, key, version);
    },
    remove(key, version) {
      remove.run(key, version);
    },
  };
}

/** Parameters: the columns, the version, the search columns; then dataset, key and version for the tombstone. */
function upsertStatement({ contract, name, searchColumns }: IndexTable): string {
  const columns = [
    ...Object.keys(contract.columns),
    versionColumn,
    ...searchColumns.map((column) => column.name),
  ].map(quoted);
  const key = quoted(contract.key);
  const assignments = columns
    .filter((column) => column !== key)
    .map((column) => `${column} = excluded.${column}`);
  return `INSERT INTO ${quoted(name)} (${columns.join(', ')})
    SELECT ${columns.map(() => '?').join(', ')}
    WHERE NOT EXISTS (SELECT 1 FROM tombstones WHERE dataset = ? AND key = ? AND version >= ?)
    ON CONFLICT (${key}) DO UPDATE SET ${assignments.join(', ')}
    WHERE excluded.${versionColumn} > ${quoted(name)}.${versionColumn}`;
}
