import { quotedName } from '../../lake/iceberg/duckdb.ts';
import { informationSchema, informationSchemaNames } from '../informationSchema.ts';
import type { Marts } from '../marts.ts';
import type { TableSchema, Tables } from '../sql/tables.ts';
import type { Translated } from '../sql/translate.ts';
import type { Access, TableAccess } from './access.ts';

/** Schema of a session in which a role's tables lie, each under its qualified name. */
const seenSchema = 'seen';

/** What a role's statements may name: of every table only the columns that it sees. */
export function seenTables(marts: Marts, access: Access): Tables {
  const seen: Tables = {
    get names() {
      const named = marts.names.filter(
        (name) => !informationSchemaNames.includes(name) && columnsOf(name).length > 0,
      );
      return [...named, ...informationSchemaNames];
    },
    of(name) {
      const columns = columnsOf(name);
      if (columns.length > 0) return { columns, lies: [seenSchema, name] };
      return informationSchema(name, seen);
    },
  };
  const known = new Map<string, TableSchema['columns']>();
  const columnsOf = (name: string): TableSchema['columns'] => {
    const columns = known.get(name) ?? restricted(marts, access, name);
    known.set(name, columns);
    return columns;
  };
  return seen;
}

function restricted(marts: Marts, access: Access, name: string): TableSchema['columns'] {
  if (name.startsWith('information_schema.')) return [];
  const { columns } = access.of(name);
  return (marts.of(name)?.columns ?? []).filter((column) => columns.get(column.name)?.isSeen);
}

/** A table of a role, and where its rows come from. */
export interface SeenTable {
  /** Within the schema of the role: `curated.students`, `curated.students@2026-03-01T00:00:00Z`. */
  readonly name: string;
  /** Qualified name of what holds all its columns. */
  readonly from: string;
  readonly access: TableAccess;
}

/** The tables of a statement that was translated over `seenTables`, those of the past included. */
export function seenBy({ tables, travels }: Translated, access: Access): SeenTable[] {
  const now = tables.map((table): SeenTable => ({ name: table, from: table, access: access.of(table) }));
  const past = travels.map(({ table, at }): SeenTable => {
    const name = `${table}@${at}`;
    return { name, from: name, access: access.of(table) };
  });
  return [...now, ...past];
}

export const seenName = ({ name }: SeenTable): string => `${seenSchema}.${name}`;

/**
 * The statements that make the tables of a role. Where rows are left out, those that stay are read before the
 * person's statement runs: an expression of it never meets a row that is not there.
 * @param smallestGroup number of people below which a row of a group is left out
 */
export function seenSql(tables: readonly SeenTable[], smallestGroup: number): string[] {
  return [
    `CREATE SCHEMA ${seenSchema}`,
    ...tables.map(({ name, from, access }) => {
      const columns = [...access.columns]
        .filter(([, { isSeen }]) => isSeen)
        .map(([column]) => quotedName(column));
      const groups = access.people === null ? '' : ` WHERE ${quotedName(access.people)} >= ${smallestGroup}`;
      return `CREATE ${groups ? 'TABLE' : 'VIEW'} ${seenSchema}.${quotedName(name)} AS
        SELECT ${columns.join(', ')} FROM ${placeOf(from)}${groups}`;
    }),
  ];
}

function placeOf(qualified: string): string {
  const dot = qualified.indexOf('.');
  return `${qualified.slice(0, dot)}.${quotedName(qualified.slice(dot + 1))}`;
}
