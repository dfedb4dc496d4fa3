import type { Contract } from '../../datasets/contract.ts';
import { curatedDir, type LakeDirs, tombstonesDir } from '../dirs.ts';
import { DamagedTable } from '../iceberg/damage.ts';
import { evolveSchema } from '../iceberg/evolve.ts';
import { dataFiles } from '../iceberg/files.ts';
import { currentSchema } from '../iceberg/schema.ts';
import type { Table } from '../iceberg/types.ts';
import { CommitConflict, createTable, type Moment, openTable, recreateTable } from '../iceberg/versions.ts';
import { curatedFields, requireFreeNames, schemaChanges, tombstoneFields } from './schema.ts';

/**
 * The curated table of a contract, made if it is not there and brought to the contract's columns if it is.
 * @throws UserError when the contract changed in a way that stored rows cannot follow
 */
export async function curatedTable(dirs: LakeDirs, contract: Contract, moment: Moment): Promise<Table> {
  const table = await presentTable(curatedDir(dirs, contract.name), definitionOf(contract), moment);
  const changes = schemaChanges(contract, currentSchema(table.metadata).fields);
  if (changes.length === 0) return table;
  requireFreeNames(contract.name, table.metadata, changes);
  try {
    return await evolveSchema(table, changes, moment);
  } catch (error) {
    if (error instanceof CommitConflict) return curatedTable(dirs, contract, moment);
    throw error;
  }
}

/** The same, but where its metadata is damaged the table begins anew, without rows. */
export async function mendedTable(dirs: LakeDirs, contract: Contract, moment: Moment): Promise<Table> {
  try {
    const table = await curatedTable(dirs, contract, moment);
    await dataFiles(table);
    return table;
  } catch (error) {
    if (!(error instanceof DamagedTable)) throw error;
    return recreateTable(curatedDir(dirs, contract.name), definitionOf(contract), moment);
  }
}

function definitionOf(contract: Contract): Definition {
  return { fields: curatedFields(contract), identifier: [contract.key], sortBy: contract.key };
}

export function tombstoneTable(dirs: LakeDirs, dataset: string, moment: Moment): Promise<Table> {
  return presentTable(tombstonesDir(dirs, dataset), tombstoneDefinition, moment);
}

type Definition = Parameters<typeof createTable>[1];

export const tombstoneDefinition: Definition = {
  fields: tombstoneFields,
  identifier: ['key'],
  sortBy: 'key',
};

async function presentTable(dir: string, definition: Definition, moment: Moment): Promise<Table> {
  for (;;) {
    const table = await openTable(dir);
    if (table) return table;
    try {
      return await createTable(dir, definition, moment);
    } catch (error) {
      if (!(error instanceof CommitConflict)) throw error;
    }
  }
}
