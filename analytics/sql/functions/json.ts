import { quotedText } from '../../../lake/iceberg/duckdb.ts';
import type { Argument, Call, FunctionDefinition } from '../registry.ts';
import { inGroup } from './define.ts';

const json = inGroup('JSON');

/** A path like `$.a["b c"][0]`; Trino knows more, which is refused. */
function pathOf(argument: Argument | undefined, call: Call): string {
  const text = argument?.literal ?? call.refuse(1, 'a path must be written as a text');
  const steps = /^\$((?:\.[A-Za-z_][\w]*|\[\d+\]|\["[^"\\]+"\])*)$/.exec(text)?.[1];
  if (steps === undefined)
    return call.refuse(1, `the path ${text} is not available`, 'Steps are .name, ["name"] and [0].');
  return quotedText(
    `$${steps.replaceAll(/\.(\w+)|\["([^"]+)"\]/g, (_all, name, quoted) => `."${name ?? quoted}"`)}`,
  );
}

/** Text that is no JSON gives null. */
const checked = ({ sql, type }: Argument, value: string) =>
  type.kind === 'json' ? value : `CASE WHEN json_valid(${sql}) THEN ${value} END`;

type Use = (value: string, path: string) => string;
const atPath =
  (use: Use) =>
  ([value, path]: readonly Argument[], call: Call) =>
    checked(value as Argument, use(value?.sql ?? '', pathOf(path, call)));

/** DuckDB writes a number anew: one that was written with an exponent or zeros at its end would be another text. */
const scalar = ([value, path]: readonly Argument[], call: Call) => {
  const [sql, at] = [value?.sql ?? '', pathOf(path, call)];
  const text = `json_extract_string(${sql}, ${at})`;
  const asWritten = `regexp_matches(CAST(${sql} AS VARCHAR), '(^|[^0-9.eE+-])' || regexp_escape(${text}) || '($|[^0-9.eE+-])')`;
  const found = `CASE json_type(${sql}, ${at}) WHEN 'OBJECT' THEN NULL WHEN 'ARRAY' THEN NULL WHEN 'DOUBLE' THEN CASE WHEN ${asWritten} THEN ${text} ELSE ${call.fail("'A number in JSON with an exponent, or zeros at its end, cannot be read as text here'")} END ELSE ${text} END`;
  return checked(value as Argument, found);
};

const kinds: Readonly<Record<string, readonly [types: string, value: string]>> = {
  bigint: ["'BIGINT', 'UBIGINT'", 'CAST(e AS BIGINT)'],
  double: ["'DOUBLE'", 'CAST(e AS DOUBLE)'],
  boolean: ["'BOOLEAN'", 'CAST(e AS BOOLEAN)'],
  varchar: ["'VARCHAR'", "json_extract_string(e, '$')"],
};

const containing =
  (kind: string) =>
  ([value, wanted]: readonly Argument[]) => {
    const [types, item] = kinds[kind] ?? [];
    const found = `coalesce(list_contains(list_transform(CAST(json_extract(${value?.sql}, '$[*]') AS JSON[]), lambda e: CASE WHEN json_type(e) IN (${types}) THEN ${item} END), ${wanted?.sql}), false)`;
    return checked(
      value as Argument,
      `CASE WHEN json_type(${value?.sql}) = 'ARRAY' AND ${wanted?.sql} IS NOT NULL THEN ${found} END`,
    );
  };

const oneOrOther = (rest: string) => `(json${rest}\n(varchar${rest}`;

export const jsonFunctions: readonly FunctionDefinition[] = [
  json('json_parse', 'The JSON of a text.', {
    '(varchar) -> json':
      "CASE WHEN $1 IS NULL THEN NULL WHEN json_valid($1) THEN CAST($1 AS JSON) ELSE $fail{'Cannot convert value to JSON'} END",
  }),
  json('json_extract', 'What stands at a path like `$.a.b[0]`.', {
    [oneOrOther(', varchar) -> json')]: atPath((value, path) => `json_extract(${value}, ${path})`),
  }),
  json('json_extract_scalar', 'The text, number or boolean at a path, as text; null for anything else.', {
    '(json, varchar) -> varchar': scalar,
    '(varchar(n), varchar) -> varchar(n)': scalar,
  }),
  json('json_array_length', 'How many elements an array has.', {
    [oneOrOther(') -> bigint')]: ([value]) =>
      checked(
        value as Argument,
        `CASE WHEN json_type(${value?.sql}) = 'ARRAY' THEN CAST(json_array_length(${value?.sql}) AS BIGINT) END`,
      ),
  }),
  json('json_array_contains', 'Whether an element is in an array.', {
    ...Object.fromEntries(
      Object.keys(kinds).map((kind) => [oneOrOther(`, ${kind}) -> boolean`), containing(kind)]),
    ),
  }),
  json('json_size', 'How many members or elements there are at a path; 0 for a scalar.', {
    [oneOrOther(', varchar) -> bigint')]: atPath(
      (value, path) =>
        `CAST(CASE json_type(${value}, ${path}) WHEN 'OBJECT' THEN len(json_keys(${value}, ${path})) WHEN 'ARRAY' THEN json_array_length(${value}, ${path}) ELSE CASE WHEN json_type(${value}, ${path}) IS NOT NULL THEN 0 END END AS BIGINT)`,
    ),
  }),
  json('is_json_scalar', 'Whether it is a text, number, boolean or null.', {
    [oneOrOther(') -> boolean')]:
      "CASE WHEN $1 IS NULL THEN NULL WHEN json_valid($1) THEN json_type($1) NOT IN ('OBJECT', 'ARRAY') ELSE $fail{'Invalid JSON value'} END",
  }),
];
