import { quotedName, quotedText } from '../../../lake/iceberg/duckdb.ts';
import { fieldName } from '../duckdbText.ts';
import { sourcesAs } from '../lineage.ts';
import type { Relation } from '../syntax.ts';
import { plain, printedType, type SqlType } from '../types.ts';
import type { Bound, BoundRelation, Env, ScopeColumn } from './context.ts';

/** One list that is unfolded, and the columns that its elements give. */
interface Unfolded {
  readonly list: string;
  readonly columns: readonly {
    readonly name: string | null;
    readonly type: SqlType;
    readonly part: string | null;
  }[];
  readonly from: Bound;
}

/**
 * Several arrays and maps side by side: the shorter ones are filled with nulls, as DuckDB does for several `unnest`
 * in one SELECT. A map gives two columns, an array of rows one for each field.
 */
export function bindUnnest(relation: Relation & { kind: 'unnest' }, env: Env): BoundRelation {
  const { binder } = env;
  const inner: Env = { ...env, clause: 'UNNEST' };
  const lists = relation.values.flatMap((value) => unfoldedOf(binder.expr(value, inner), env));
  const [rows, alias] = [binder.fresh('u'), binder.fresh('t')];
  const lengths = lists.map(({ list }) => `coalesce(len(${list}), 0)`);
  const ordinals = `unnest(range(1, 1 + greatest(${lengths.join(', ')}))) AS ordinality`;
  const items = lists.map(({ list }, index) => `unnest(${list}) AS item${index}`);
  const columns = lists.flatMap(({ columns: parts, from }, index) =>
    parts.map(({ name, type, part }) => ({
      name,
      type,
      value:
        part === null ? `${rows}.item${index}` : `struct_extract(${rows}.item${index}, ${quotedText(part)})`,
      sources: sourcesAs('derived', from.sources),
    })),
  );
  const ordinal = { name: null, type: plain('bigint'), value: `${rows}.ordinality`, sources: [] };
  const all = relation.ordinality ? [...columns, ordinal] : columns;
  const selected = all.map(({ value }, index) => `${value} AS c${index}`);
  const from = `(SELECT ${[...items, ...(relation.ordinality ? [ordinals] : [])].join(', ')}) AS ${rows}`;
  for (const { from: bound } of lists) binder.use(bound);
  return {
    sql: `(SELECT ${selected.join(', ')} FROM ${from}) AS ${alias}`,
    columns: all.map(
      ({ name, type, sources }, index): ScopeColumn => ({
        relation: [],
        name,
        type,
        sources,
        sql: `${alias}.${quotedName(`c${index}`)}`,
      }),
    ),
  };
}

function unfoldedOf(from: Bound, { binder }: Env): Unfolded[] {
  const { sql, type } = from;
  if (type.kind === 'map') {
    return [
      { list: `map_keys(${sql})`, columns: [{ name: null, type: type.key, part: null }], from },
      { list: `map_values(${sql})`, columns: [{ name: null, type: type.value, part: null }], from },
    ];
  }
  if (type.kind !== 'array') throw binder.fault(from.at, `Cannot unnest type: ${printedType(type)}`);
  const { of } = type;
  const columns =
    of.kind === 'row'
      ? of.fields.map((field, index) => ({
          name: field.name,
          type: field.type,
          part: fieldName(field.name, index),
        }))
      : [{ name: null, type: of, part: null }];
  return [{ list: sql, columns, from }];
}
