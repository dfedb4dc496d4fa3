import { UserError } from '../../base/errors.ts';
import type { Contract } from '../../datasets/contract.ts';
import { type CompiledMapping, columnsOf, compileMapping } from '../mapping/compile.ts';
import type { Mapping, SourceRow } from '../mapping/mapping.ts';
import { postgresReaders } from './readers.ts';

/** A table of the monolith, with all that is made of its rows. */
export interface SourceTable {
  readonly schema: string;
  readonly name: string;
  /** As mappings and people call it: without the schema when that is `public`. */
  readonly label: string;
  readonly mappings: readonly CompiledMapping[];
  /** Columns that are never read, let alone kept. */
  readonly secret: ReadonlySet<string>;
  /** Columns that keys are made of; a delete must carry them. */
  readonly keyColumns: readonly string[];
  /** Columns without which rows cannot be mapped. */
  readonly required: ReadonlySet<string>;
  /** Mapped columns that may be missing. */
  readonly optional: ReadonlySet<string>;
}

/** Compiles mappings for PostgreSQL, one table for all mappings that read it. */
export function compileTables(
  mappings: readonly Mapping[],
  contracts: Readonly<Record<string, Contract>>,
): SourceTable[] {
  const byTable = Map.groupBy(mappings, ({ table }) => table);
  return [...byTable].map(([label, ofTable]) => {
    const compiled = ofTable.map((mapping) => {
      const contract = contracts[mapping.dataset];
      if (!contract) {
        throw new UserError(`mapping ${label}: there is no dataset ${mapping.dataset}`, {
          hint: 'Name a dataset of the catalog in the mapping file.',
        });
      }
      return compileMapping(mapping, contract, postgresReaders);
    });
    const required = new Set(compiled.flatMap(requiredColumns));
    const mapped = compiled.flatMap(({ usedColumns, mapping }) => [
      ...usedColumns,
      ...present(mapping.occurredAt),
    ]);
    const [schema, name] = label.includes('.')
      ? (label.split('.', 2) as [string, string])
      : ['public', label];
    return {
      schema,
      name,
      label,
      mappings: compiled,
      secret: new Set(ofTable.flatMap(({ secret }) => secret)),
      keyColumns: [...new Set(compiled.flatMap(keyColumns))],
      required,
      optional: new Set(mapped.filter((column) => !required.has(column))),
    };
  });
}

const keyColumns = ({ mapping, contract }: CompiledMapping) => columnsOf(mapping.fields[contract.key]);

function requiredColumns({ mapping, contract }: CompiledMapping): string[] {
  const ofFields = Object.entries(mapping.fields).flatMap(([name, rule]) =>
    contract.columns[name]?.optional ? [] : columnsOf(rule),
  );
  return [...ofFields, ...present(mapping.when?.column), ...present(mapping.deletedWhen?.column)];
}

const present = (column: string | undefined) => (column === undefined ? [] : [column]);

/** `alumnos 7`: where a person finds a row. */
export function placeOf(table: SourceTable, row: SourceRow): string {
  let place = table.label;
  for (const column of table.keyColumns) place += ` ${row[column] ?? '?'}`;
  return place;
}

/** Datasets that more than one table of the source feeds. */
export function sharedDatasets(tables: readonly SourceTable[]): Set<string> {
  const feeding = tables.flatMap(({ mappings }) => [
    ...new Set(mappings.map(({ contract }) => contract.name)),
  ]);
  return new Set(feeding.filter((dataset, index) => feeding.indexOf(dataset) !== index));
}
