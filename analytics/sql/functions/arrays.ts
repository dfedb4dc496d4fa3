import { decimalText, duckdbType } from '../duckdbText.ts';
import type { Argument, Call, FunctionDefinition } from '../registry.ts';
import { plain, type SqlType } from '../types.ts';
import { failIf, floats, inGroup } from './define.ts';

const array = inGroup('Arrays');
const operator = inGroup('Arrays', 'operator');

const both = (value: string) => `CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN ${value} END`;
const joined = (args: readonly Argument[]) => {
  const missing = args.map(({ sql }) => `${sql} IS NULL`).join(' OR ');
  return `CASE WHEN ${missing} THEN NULL ELSE ${args.map(({ sql }) => sql).reduce((all, one) => `list_concat(${all}, ${one})`)} END`;
};
const comparable = { where: { T: 'comparable' } } as const;
const orderable = { where: { T: 'orderable' } } as const;

const hasNull = (list: string) => `list_count(${list}) < len(${list})`;
/** Keeps the first of equal elements, null among them. */
const distinct = (list: string) => `list_filter(${list}, lambda e, i: list_position(${list}, e) = i)`;
/** Where an element of the first stands in the second; null where it does not. */
const isIn = (list: string) => `list_position(${list}, e) IS NOT NULL`;

/** Whether a condition holds for some elements: null where that depends on one that is null. */
const matching = (found: string, otherwise: string, looked: boolean) => (args: readonly Argument[]) => {
  const [list, predicate] = args;
  const { parameters = ['e'], body = 'true' } = predicate?.lambda ?? {};
  const results = `list_transform(${list?.sql}, lambda ${parameters[0]}: ${body})`;
  return `CASE WHEN list_contains(${results}, ${looked}) THEN ${found} WHEN ${hasNull(results)} THEN NULL WHEN ${list?.sql} IS NOT NULL THEN ${otherwise} END`;
};

/** The least or largest element: null where one is null. */
const extreme =
  (name: 'list_min' | 'list_max') =>
  (args: readonly Argument[], { result }: Call) => {
    const list = args[0]?.sql ?? '';
    const numbers = floats.includes(result.kind) ? `list_filter(${list}, lambda e: NOT isnan(e))` : list;
    const value = floats.includes(result.kind)
      ? `coalesce(${name}(${numbers}), ${name}(${list}))`
      : `${name}(${list})`;
    return `CASE WHEN NOT ${hasNull(list)} THEN ${value} END`;
  };

const sequence = (from: string, to: string, step: string) =>
  `CASE WHEN ${step} = 0 OR (${to} - ${from}) * sign(${step}) < 0 THEN $fail{'sequence stop value should be on the side of start that step leads to'} WHEN (${to} - ${from}) // ${step} >= 10000 THEN $fail{'result of sequence function must not have more than 10000 entries'} ELSE generate_series(${from}, ${to}, ${step}) END`;

const slice = `CASE WHEN $2 = 0 THEN $fail{'SQL array indices start at 1'} WHEN $3 < 0 THEN $fail{'length must be greater than or equal to 0'} WHEN $2 < -len($1) OR $2 > len($1) OR $3 = 0 THEN $1[1:0] WHEN $2 > 0 THEN $1[$2:$2 + $3 - 1] ELSE $1[len($1) + $2 + 1:len($1) + $2 + $3] END`;

/**
 * DuckDB reduces with a state of the elements' type: another one travels with the elements, in structs. An inner list
 * of one element gives each parameter its name.
 */
function reduced([list, initial, step, last]: readonly Argument[]): string {
  const [state = 's', item = 'e'] = step?.lambda?.parameters ?? [];
  const body = step?.lambda?.body ?? '';
  const element = list?.type.kind === 'array' ? list.type.of : plain('unknown');
  const stateType = duckdbType(initial?.type ?? plain('unknown'));
  const [end = 's'] = last?.lambda?.parameters ?? [];
  const final = (value: string) =>
    last?.lambda?.body === end
      ? value
      : `list_transform([${value}], lambda ${end}: ${last?.lambda?.body})[1]`;
  if (duckdbType(element) === stateType)
    return final(`list_reduce(${list?.sql}, lambda ${state}, ${item}: ${body}, ${initial?.sql})`);
  const pairs = `list_transform(${list?.sql}, lambda e: struct_pack(s := CAST(NULL AS ${stateType}), e := e))`;
  const next = `list_transform([a.s], lambda ${state}: list_transform([b.e], lambda ${item}: struct_pack(s := ${body}, e := ${item}))[1])[1]`;
  const first = `struct_pack(s := ${initial?.sql}, e := CAST(NULL AS ${duckdbType(element)}))`;
  return final(`(list_reduce(${pairs}, lambda a, b: ${next}, ${first})).s`);
}

/** Nulls are left out where nothing stands for them. */
function joinedText([list, delimiter, missing]: readonly Argument[]): string {
  const of = list?.type.kind === 'array' ? list.type.of : plain('unknown');
  const item = of.kind === 'decimal' ? decimalText('e', of) : 'CAST(e AS VARCHAR)';
  const texts = `list_transform(${list?.sql}, lambda e: ${missing ? `coalesce(${item}, ${missing.sql})` : item})`;
  const all = [list, delimiter, ...(missing ? [missing] : [])]
    .map((arg) => `${arg?.sql} IS NOT NULL`)
    .join(' AND ');
  return `CASE WHEN ${all} THEN coalesce(array_to_string(${texts}, ${delimiter?.sql}), '') END`;
}

const zipped = (types: readonly SqlType[]): SqlType => ({
  kind: 'array',
  of: {
    kind: 'row',
    fields: types.map((type) => ({ name: null, type: type.kind === 'array' ? type.of : type })),
  },
});

export const arrays: readonly FunctionDefinition[] = [
  operator(
    '[]',
    'The element of an array at an index from 1, or the value of a map; an error where there is none.',
    {
      '(array(T), bigint) -> T': `CASE WHEN $2 BETWEEN 1 AND len($1) THEN $1[$2] WHEN $1 IS NULL OR $2 IS NULL THEN NULL ELSE $fail{'Array subscript must be from 1 to the length of the array'} END`,
      '(map(K, V), K) -> V': `CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL WHEN map_contains($1, $2) THEN $1[$2] ELSE $fail{'Key not present in map'} END`,
    },
  ),
  operator('||', 'Arrays, or an array and an element, one behind the other.', {
    '(array(T), array(T)) -> array(T)': joined,
    '(array(T), T) -> array(T)': both('list_append($1, $2)'),
    '(T, array(T)) -> array(T)': both('list_prepend($1, $2)'),
  }),
  array('concat', 'Arrays, one behind the other.', {
    '(array(T), array(T)...) -> array(T)': joined,
    '(array(T), T) -> array(T)': both('list_append($1, $2)'),
    '(T, array(T)) -> array(T)': both('list_prepend($1, $2)'),
  }),
  array('cardinality', 'How many elements or entries there are.', {
    '(array(T)) -> bigint': 'len($1)',
    '(map(K, V)) -> bigint': 'CAST(cardinality($1) AS BIGINT)',
  }),
  array(
    'element_at',
    'The element at an index from 1, or from the end, or the value of a key; null where there is none.',
    {
      '(array(T), bigint) -> T': failIf('$2 = 0', 'SQL array indices start at 1', '$1[$2]'),
      '(map(K, V), K) -> V': 'CASE WHEN $2 IS NOT NULL THEN $1[$2] END',
    },
  ),
  array('contains', 'Whether an element is in the array; null where only null could be it.', {
    '(array(T), T) -> boolean': {
      duckdb: `CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL WHEN list_contains($1, $2) THEN true WHEN ${hasNull('$1')} THEN NULL ELSE false END`,
      ...comparable,
    },
  }),
  array('contains_sequence', 'Whether the elements of the second are in the first, one behind the other.', {
    '(array(T), array(T)) -> boolean': {
      duckdb: both(
        'len($2) = 0 OR len(list_filter(range(1, len($1) - len($2) + 2), lambda i: $1[i:i + len($2) - 1] IS NOT DISTINCT FROM $2)) > 0',
      ),
      ...comparable,
    },
  }),
  array('array_position', 'Where an element stands first, from 1; 0 where it is not.', {
    '(array(T), T) -> bigint': {
      duckdb: both('CAST(coalesce(list_position($1, $2), 0) AS BIGINT)'),
      ...comparable,
    },
  }),
  array('array_distinct', 'Every element once, where it was first.', {
    '(array(T)) -> array(T)': { duckdb: distinct('$1'), ...comparable },
  }),
  array('array_except', 'Elements of the first that are not in the second, each once.', {
    '(array(T), array(T)) -> array(T)': {
      duckdb: both(
        `list_filter($1, lambda e, i: (len($2) = 0 OR list_position($1, e) = i) AND NOT (${isIn('$2')}))`,
      ),
      ...comparable,
    },
  }),
  array('array_intersect', 'Elements that are in both, each once.', {
    '(array(T), array(T)) -> array(T)': {
      duckdb: both(`list_filter($1, lambda e, i: list_position($1, e) = i AND ${isIn('$2')})`),
      ...comparable,
    },
  }),
  array('array_union', 'Elements that are in one of them, each once.', {
    '(array(T), array(T)) -> array(T)': { duckdb: both(distinct('list_concat($1, $2)')), ...comparable },
  }),
  array('arrays_overlap', 'Whether an element is in both; null where only null could be it.', {
    '(array(T), array(T)) -> boolean': {
      duckdb: both(
        `CASE WHEN list_has_any($1, $2) AND len(list_filter($1, lambda e: e IS NOT NULL AND list_contains($2, e))) > 0 THEN true WHEN len($1) > 0 AND len($2) > 0 AND (${hasNull('$1')} OR ${hasNull('$2')}) THEN NULL ELSE false END`,
      ),
      ...comparable,
    },
  }),
  array(
    'array_join',
    'The elements as one text with a delimiter between them; nulls are left out, or replaced.',
    {
      ...Object.fromEntries(
        ['varchar', 'boolean', 'bigint', 'decimal(p, s)', 'date'].flatMap((type) => [
          [`(array(${type}), varchar) -> varchar`, joinedText],
          [`(array(${type}), varchar, varchar) -> varchar`, joinedText],
        ]),
      ),
    },
  ),
  array('array_max', 'The largest element; null where one is null.', {
    '(array(T)) -> T': { duckdb: extreme('list_max'), ...orderable },
  }),
  array('array_min', 'The least element; null where one is null.', {
    '(array(T)) -> T': { duckdb: extreme('list_min'), ...orderable },
  }),
  array('array_remove', 'The array without the elements that are equal to one.', {
    '(array(T), T) -> array(T)': {
      duckdb: both('list_filter($1, lambda e: e IS DISTINCT FROM $2)'),
      ...comparable,
    },
  }),
  array('array_sort', 'The elements from the least to the largest, nulls last.', {
    '(array(T)) -> array(T)': { duckdb: "list_sort($1, 'ASC', 'NULLS LAST')", ...orderable },
  }),
  array('array_histogram', 'How often each element is in the array.', {
    '(array(T)) -> map(T, bigint)': {
      duckdb:
        'CASE WHEN $1 IS NOT NULL THEN map(list_distinct($1), list_transform(list_distinct($1), lambda e: len(list_filter($1, lambda f: f = e)))) END',
      ...comparable,
    },
  }),
  array('sequence', 'Numbers or days from one to another, by steps.', {
    '(bigint, bigint) -> array(bigint)': `CASE WHEN abs($2 - $1) >= 10000 THEN $fail{'result of sequence function must not have more than 10000 entries'} ELSE generate_series($1, $2, CASE WHEN $1 <= $2 THEN 1 ELSE -1 END) END`,
    '(bigint, bigint, bigint) -> array(bigint)': sequence('$1', '$2', '$3'),
    '(date, date) -> array(date)':
      "list_transform(generate_series($1, $2, CASE WHEN $1 <= $2 THEN INTERVAL '1 day' ELSE INTERVAL '-1 day' END), lambda d: CAST(d AS DATE))",
    '(date, date, interval day to second) -> array(date)': `CASE WHEN epoch_us($3) % 86400000000 <> 0 OR epoch_us($3) = 0 OR ($2 - $1) * sign(epoch_us($3)) < 0 THEN $fail{'sequence step must be whole days that lead from start to stop'} ELSE list_transform(generate_series($1, $2, $3), lambda d: CAST(d AS DATE)) END`,
    '(date, date, interval year to month) -> array(date)': `CASE WHEN datepart('year', $3) * 12 + datepart('month', $3) = 0 OR ($2 - $1) * sign(datepart('year', $3) * 12 + datepart('month', $3)) < 0 THEN $fail{'sequence step must lead from start to stop'} ELSE list_transform(list_filter(range(0, CAST(datediff('month', $1, $2) AS BIGINT) // CAST(datepart('year', $3) * 12 + datepart('month', $3) AS BIGINT) + 1), lambda i: CASE WHEN $1 <= $2 THEN $1 + to_months(CAST(i * (datepart('year', $3) * 12 + datepart('month', $3)) AS INTEGER)) <= $2 ELSE $1 + to_months(CAST(i * (datepart('year', $3) * 12 + datepart('month', $3)) AS INTEGER)) >= $2 END), lambda i: CAST($1 + to_months(CAST(i * (datepart('year', $3) * 12 + datepart('month', $3)) AS INTEGER)) AS DATE)) END`,
    '(timestamp(p), timestamp(p), interval day to second) -> array(timestamp(p))': `CASE WHEN epoch_us($3) = 0 OR epoch_us($2 - $1) * sign(epoch_us($3)) < 0 THEN $fail{'sequence step must lead from start to stop'} ELSE generate_series($1, $2, $3) END`,
  }),
  array('slice', 'So many elements from an index on; negative indexes count from the end.', {
    '(array(T), bigint, bigint) -> array(T)': slice,
  }),
  array('trim_array', 'The array without so many elements at its end.', {
    '(array(T), bigint) -> array(T)': failIf(
      '$2 < 0 OR $2 > len($1)',
      'size must be from 0 to the length of the array',
      '$1[:len($1) - $2]',
    ),
  }),
  array('repeat', 'An array that has an element so many times.', {
    '(T, bigint) -> array(T)': failIf(
      '$2 < 0',
      'count must be greater than or equal to 0',
      'list_transform(range($2), lambda e: $1)',
    ),
  }),
  array('flatten', 'The elements of the arrays in an array.', {
    '(array(array(T))) -> array(T)': 'flatten($1)',
  }),
  array('transform', 'What a lambda makes of each element.', {
    '(array(T), function(T, U)) -> array(U)': 'list_transform($1, $2)',
  }),
  array('filter', 'The elements for which a lambda gives true.', {
    '(array(T), function(T, boolean)) -> array(T)': 'list_filter($1, $2)',
  }),
  array('reduce', 'What remains of all elements, from a first state by a step for each and a last one.', {
    '(array(T), S, function(S, T, S), function(S, R)) -> R': reduced,
  }),
  array('any_match', 'Whether a condition holds for one element.', {
    '(array(T), function(T, boolean)) -> boolean': matching('true', 'false', true),
  }),
  array('all_match', 'Whether a condition holds for all elements.', {
    '(array(T), function(T, boolean)) -> boolean': matching('false', 'true', false),
  }),
  array('none_match', 'Whether a condition holds for no element.', {
    '(array(T), function(T, boolean)) -> boolean': matching('false', 'true', true),
  }),
  array('zip', 'Rows of the elements of arrays at the same index; null where one is shorter.', {
    '(array(T), array(U)) -> array(T)\n(array(T), array(U), array(V)) -> array(T)\n(array(T), array(U), array(V), array(W)) -> array(T)':
      {
        duckdb: (args) => {
          const fields = args.map((_, index) => `field${index} := z[${index + 1}]`).join(', ');
          const missing = args.map(({ sql }) => `${sql} IS NULL`).join(' OR ');
          const lists = args.map(({ sql }) => sql).join(', ');
          return `CASE WHEN ${missing} THEN NULL ELSE list_transform(list_zip(${lists}), lambda z: struct_pack(${fields})) END`;
        },
        gives: zipped,
      },
  }),
  array('zip_with', 'What a lambda makes of the elements of two arrays at the same index.', {
    '(array(T), array(U), function(T, U, R)) -> array(R)': ([left, right, step]) => {
      const [a = 'a', b = 'b'] = step?.lambda?.parameters ?? [];
      const [x, y] = [left?.sql, right?.sql];
      // An inner list of one element gives each parameter its name.
      const body = `list_transform([${x}[i]], lambda ${a}: list_transform([${y}[i]], lambda ${b}: ${step?.lambda?.body})[1])[1]`;
      return `CASE WHEN ${x} IS NOT NULL AND ${y} IS NOT NULL THEN list_transform(range(1, greatest(len(${x}), len(${y})) + 1), lambda i: ${body}) END`;
    },
  }),
  array('ngrams', 'All runs of so many elements.', {
    '(array(T), bigint) -> array(array(T))': failIf(
      '$2 <= 0',
      'N must be positive',
      'CASE WHEN len($1) <= $2 THEN [$1] ELSE list_transform(range(1, len($1) - $2 + 2), lambda i: $1[i:i + $2 - 1]) END',
    ),
  }),
  array('shuffle', 'The elements in random order.', {
    '(array(T)) -> array(T)':
      "list_transform(list_sort(list_transform($1, lambda e: {'r': random(), 'e': e})), lambda s: s.e)",
  }),
];
