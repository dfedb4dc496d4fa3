import type { Argument, FunctionDefinition } from '../registry.ts';
import type { SqlType } from '../types.ts';
import { inGroup } from './define.ts';

const map = inGroup('Maps');

const keys = (value: string) => `map_keys(${value})`;

/** A lambda of key and value, for the entry `e`. */
const forEntry = (
  lambda: Argument['lambda'] | undefined,
  key: string,
  ...values: readonly string[]
): string => {
  const [first = 'k', ...names] = lambda?.parameters ?? [];
  const inner = names.reduceRight(
    (body, name, index) => `list_transform([${values[index]}], lambda ${name}: ${body})[1]`,
    lambda?.body ?? 'NULL',
  );
  return `list_transform([${key}], lambda ${first}: ${inner})[1]`;
};

const entriesOf = (value: string | undefined) => `map_entries(${value})`;

const rowOf = ([type]: readonly SqlType[]): SqlType =>
  type?.kind === 'map'
    ? {
        kind: 'array',
        of: { kind: 'row', fields: [type.key, type.value].map((of) => ({ name: null, type: of })) },
      }
    : { kind: 'unknown' };

/** Later maps win. */
const joined = (args: readonly Argument[]) => {
  const missing = args.map(({ sql }) => `${sql} IS NULL`).join(' OR ');
  return `CASE WHEN ${missing} THEN NULL ELSE map_concat(${args.map(({ sql }) => sql).join(', ')}) END`;
};

export const maps: readonly FunctionDefinition[] = [
  map('map', 'A map of an array of keys and one of values.', {
    '() -> map(unknown, unknown)': 'map([]::INTEGER[], []::INTEGER[])',
    '(array(K), array(V)) -> map(K, V)':
      "CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL WHEN len($1) <> len($2) THEN $fail{'Key and value arrays must be the same length'} ELSE map($1, $2) END",
  }),
  map('map_keys', 'The keys of a map.', { '(map(K, V)) -> array(K)': 'map_keys($1)' }),
  map('map_values', 'The values of a map.', { '(map(K, V)) -> array(V)': 'map_values($1)' }),
  map('map_entries', 'Keys and values of a map as an array of rows.', {
    '(map(K, V)) -> array(V)': {
      duckdb: 'list_transform(map_entries($1), lambda e: struct_pack(field0 := e.key, field1 := e.value))',
      gives: rowOf,
    },
  }),
  map('map_concat', 'The entries of all maps; of the same key the last.', {
    '(map(K, V), map(K, V)...) -> map(K, V)': joined,
  }),
  map('map_filter', 'The entries for which a lambda gives true.', {
    '(map(K, V), function(K, V, boolean)) -> map(K, V)': ([value, lambda]) =>
      `CASE WHEN ${value?.sql} IS NOT NULL THEN map_from_entries(list_filter(${entriesOf(value?.sql)}, lambda e: ${forEntry(lambda?.lambda, 'e.key', 'e.value')})) END`,
  }),
  map('transform_keys', 'The map with keys that a lambda makes of the entries.', {
    '(map(K, V), function(K, V, R)) -> map(R, V)': ([value, lambda]) =>
      `CASE WHEN ${value?.sql} IS NOT NULL THEN map(list_transform(${entriesOf(value?.sql)}, lambda e: ${forEntry(lambda?.lambda, 'e.key', 'e.value')}), map_values(${value?.sql})) END`,
  }),
  map('transform_values', 'The map with values that a lambda makes of the entries.', {
    '(map(K, V), function(K, V, R)) -> map(K, R)': ([value, lambda]) =>
      `CASE WHEN ${value?.sql} IS NOT NULL THEN map(map_keys(${value?.sql}), list_transform(${entriesOf(value?.sql)}, lambda e: ${forEntry(lambda?.lambda, 'e.key', 'e.value')})) END`,
  }),
  map('map_zip_with', 'A map of the keys of two, with values that a lambda makes of a key and both values.', {
    '(map(K, V), map(K, U), function(K, V, U, R)) -> map(K, R)': ([left, right, lambda]) => {
      const [a, b] = [left?.sql ?? '', right?.sql ?? ''];
      const all = `list_distinct(list_concat(${keys(a)}, ${keys(b)}))`;
      return `CASE WHEN ${a} IS NOT NULL AND ${b} IS NOT NULL THEN map(${all}, list_transform(${all}, lambda e: ${forEntry(lambda?.lambda, 'e', `${a}[e]`, `${b}[e]`)})) END`;
    },
  }),
  ...[
    { name: 'map_from_entries', meaning: 'A map of an array of rows of a key and a value.', many: false },
    {
      name: 'multimap_from_entries',
      meaning: 'A map of an array of rows, whose keys may come again.',
      many: true,
    },
  ].map(({ name, meaning, many }) =>
    map(name, meaning, {
      '(array(T)) -> T': {
        duckdb: ([rows], call) => {
          const row = rows?.type.kind === 'array' ? rows.type.of : null;
          if (row?.kind !== 'row' || row.fields.length !== 2)
            return call.refuse(0, `${name} takes an array of rows of two fields`);
          const [key, value] = row.fields.map(
            (field, index) => `e."${(field.name ?? `field${index}`).replaceAll('"', '""')}"`,
          );
          const list = rows?.sql;
          const all = `list_transform(${list}, lambda e: ${key})`;
          if (!many)
            return `CASE WHEN ${list} IS NOT NULL THEN map(${all}, list_transform(${list}, lambda e: ${value})) END`;
          return `CASE WHEN ${list} IS NOT NULL THEN map(list_distinct(${all}), list_transform(list_distinct(${all}), lambda k: list_transform(list_filter(${list}, lambda e: ${key} = k), lambda e: ${value}))) END`;
        },
        gives: ([type]) => {
          const row = type?.kind === 'array' ? type.of : null;
          const [key, value] = row?.kind === 'row' ? row.fields.map((field) => field.type) : [];
          if (!key || !value) return { kind: 'unknown' };
          return { kind: 'map', key, value: many ? { kind: 'array', of: value } : value };
        },
      },
    }),
  ),
];
