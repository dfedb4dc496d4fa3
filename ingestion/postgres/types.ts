import type pg from 'pg';
import type { Column } from './drift.ts';

/** Names of types, so that the stream and the catalog call the type of a column the same. */
export interface TypeNames {
  /** A column by the number and modifier of its type. */
  column(name: string, oid: number, modifier: number): Column;
  /** A type that the stream introduces; one that is known keeps its name. */
  add(oid: number, name: string): void;
}

const numeric = 1700;
const lengthTypes = new Set([1042, 1043]);

export function typeNames(known: Iterable<readonly [number, string]>): TypeNames {
  const names = new Map(known);
  const text = (oid: number, modifier: number) => {
    const name = names.get(oid) ?? `type ${oid}`;
    if (modifier < 0) return name;
    // https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/numeric.c: (precision << 16 | scale) + 4
    if (oid === numeric) return `${name}(${(modifier - 4) >> 16},${(modifier - 4) & 0x7ff})`;
    return `${name}(${lengthTypes.has(oid) ? modifier - 4 : modifier})`;
  };
  return {
    column: (name, oid, modifier) => ({ name, type: text(oid, modifier), typeId: `${oid}:${modifier}` }),
    add(oid, name) {
      if (!names.has(oid)) names.set(oid, name);
    },
  };
}

export async function readTypeNames(client: pg.ClientBase): Promise<TypeNames> {
  const { rows } = await client.query(
    "SELECT oid::bigint::text AS oid, format_type(oid, NULL) AS name FROM pg_type WHERE typtype <> 'c'",
  );
  return typeNames((rows as { oid: string; name: string }[]).map(({ oid, name }) => [Number(oid), name]));
}
