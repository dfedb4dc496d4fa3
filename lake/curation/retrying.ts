import { basename } from 'node:path';
import { UserError } from '../../base/errors.ts';
import type { Table } from '../iceberg/types.ts';
import { CommitConflict, openTable } from '../iceberg/versions.ts';

/**
 * Commits a change of a table, and plans it again when another commit came first.
 * @throws UserError when there is no table
 */
export async function retrying(dir: string, change: (table: Table) => Promise<Table>): Promise<Table> {
  for (;;) {
    const table = await openTable(dir);
    if (!table) {
      throw new UserError(`${basename(dir)} has no table yet`, {
        hint: 'It is made with its first changes.',
      });
    }
    try {
      return await change(table);
    } catch (error) {
      if (!(error instanceof CommitConflict)) throw error;
    }
  }
}
