import type { Argument, FunctionDefinition } from '../registry.ts';
import { roundedQuotient, unscaled } from './arithmetic.ts';
import { alias, each, floats, inGroup } from './define.ts';

const aggregate = inGroup('Aggregates', 'aggregate');
const collecting = inGroup('Aggregates that collect', 'aggregate');
const approximate = inGroup('Approximate aggregates', 'aggregate');
const statistics = inGroup('Statistics', 'aggregate');

/** What is not a number counts only where there is nothing else. */
const extreme = (name: 'min' | 'max', meaning: string) =>
  aggregate(name, meaning, {
    [each('(#) -> #', floats)]:
      name === 'min'
        ? 'min($1)'
        : { duckdb: `max(CASE WHEN isnan($1) THEN CAST('-inf' AS DOUBLE) ELSE $1 END)` },
    '(T) -> T': { duckdb: `${name}($1)`, where: { T: 'orderable' } },
    '(T, bigint) -> array(T)': { duckdb: `${name}($1, $2)`, where: { T: 'orderable' } },
  });

const by = (name: 'min' | 'max', meaning: string) =>
  aggregate(`${name}_by`, meaning, {
    '(T, U) -> T': { duckdb: `arg_${name}_null($1, $2)`, where: { U: 'orderable' } },
    '(T, U, bigint) -> array(T)': { duckdb: `arg_${name}($1, $2, $3)`, where: { U: 'orderable' } },
  });

const single = (name: string, meaning: string, duckdb: string, around?: string) =>
  statistics(name, meaning, {
    '(double) -> double': { duckdb: `${duckdb}($1)`, ...(around === undefined ? {} : { around }) },
  });
/** Null where it would not be a number. Of whole numbers and decimals Athena makes single-precision ones. */
const pair = (name: string, meaning: string) =>
  statistics(name, meaning, {
    '(real, real) -> real': {
      duckdb: `${name}($1, $2)`,
      around: 'CAST(CASE WHEN NOT isnan($0) THEN $0 END AS FLOAT)',
    },
    '(double, double) -> double': {
      duckdb: `${name}($1, $2)`,
      around: 'CASE WHEN NOT isnan($0) THEN $0 END',
    },
  });

/** The element at floor(p * n) from 0: DuckDB counts so from the other end. */
const quantile = ([value, share]: readonly Argument[]) => {
  const rest = Number((1 - Number(share?.literal)).toPrecision(15));
  return rest === 0 ? `max(${value?.sql})` : `quantile_disc(${value?.sql}, -${rest})`;
};

const sum = aggregate('sum', 'The sum; null without a value.', {
  '(bigint) -> bigint': { duckdb: 'sum($1)', around: 'CAST($0 AS BIGINT)' },
  '(double) -> double': 'sum($1)',
  '(real) -> real': { duckdb: 'sum($1)', around: 'CAST($0 AS FLOAT)' },
  '(decimal(p, s)) -> decimal(38, s)': 'sum($1)',
});
const stddev = single('stddev', 'The standard deviation of a sample.', 'stddev_samp');
const variance = single('variance', 'The variance of a sample.', 'var_samp');
const every = aggregate('bool_and', 'Whether all are true.', { '(boolean) -> boolean': 'bool_and($1)' });
const some = aggregate('arbitrary', 'A value of the group, not null if there is one.', {
  '(T) -> T': 'any_value($1)',
});

export const aggregates: readonly FunctionDefinition[] = [
  aggregate('count', 'How many rows there are, or how many of them have a value.', {
    '() -> bigint': 'count(*)',
    '(T) -> bigint': 'count($1)',
  }),
  aggregate('count_if', 'For how many rows a condition is true.', {
    '(boolean) -> bigint': { duckdb: 'count($1)', only: '$1' },
  }),
  sum,
  aggregate('avg', 'The mean; of decimals a decimal of the same digits.', {
    '(bigint) -> double\n(double) -> double': 'avg($1)',
    '(real) -> real': { duckdb: 'avg($1)', around: 'CAST($0 AS FLOAT)' },
    '(decimal(p, s)) -> decimal(p, s)': {
      duckdb: 'sum($1)',
      beside: 'count($1)',
      around: ([value], { result }) =>
        `CASE WHEN $0 IS NOT NULL THEN ${roundedQuotient(unscaled({ sql: '$0', type: value?.type ?? result }), '$00', result)} END`,
    },
  }),
  extreme('min', 'The least value, or an array of so many.'),
  extreme('max', 'The largest value, or an array of so many.'),
  by('min', 'The first argument in the row where the second is least, or an array of so many.'),
  by('max', 'The first argument in the row where the second is largest, or an array of so many.'),
  some,
  alias('any_value', some),
  every,
  alias('every', every),
  aggregate('bool_or', 'Whether one is true.', { '(boolean) -> boolean': 'bool_or($1)' }),
  aggregate('bitwise_and_agg', 'Bits that all have.', { '(bigint) -> bigint': 'bit_and($1)' }),
  aggregate('bitwise_or_agg', 'Bits that one has.', { '(bigint) -> bigint': 'bit_or($1)' }),
  aggregate('bitwise_xor_agg', 'Bits that an odd number of them have.', {
    '(bigint) -> bigint': 'bit_xor($1)',
  }),
  collecting('array_agg', 'All values as an array, nulls among them.', {
    '(T) -> array(T)': 'array_agg($1)',
  }),
  collecting('listagg', 'All texts as one, with a separator between them, in the order of WITHIN GROUP.', {
    '(varchar) -> varchar': "string_agg($1, '')",
    '(varchar, varchar) -> varchar': 'string_agg($1, $2)',
  }),
  collecting('map_agg', 'A map of keys and values; a key that comes again is an error here.', {
    '(K, V) -> map(K, V)': {
      duckdb: 'list(struct_pack(k := $1, v := $2))',
      around: 'map_from_entries($0)',
      only: '$1 IS NOT NULL',
    },
  }),
  collecting('multimap_agg', 'A map of keys and the arrays of their values.', {
    '(K, V) -> map(K, array(V))': {
      duckdb: 'list(struct_pack(k := $1, v := $2))',
      around:
        'list_transform([$0], lambda l: map(list_distinct(list_transform(l, lambda e: e.k)), list_transform(list_distinct(list_transform(l, lambda e: e.k)), lambda k: list_transform(list_filter(l, lambda e: e.k = k), lambda e: e.v))))[1]',
      only: '$1 IS NOT NULL',
    },
  }),
  collecting('map_union', 'The entries of all maps; of the same key one of its values.', {
    '(map(K, V)) -> map(K, V)': {
      duckdb: 'list($1)',
      around: 'list_reduce($0, lambda a, b: map_concat(b, a))',
      only: '$1 IS NOT NULL',
    },
  }),
  collecting('histogram', 'How often each value is there.', {
    '(T) -> map(T, bigint)': {
      duckdb: 'histogram($1)',
      around:
        'CASE WHEN $0 IS NOT NULL THEN map(map_keys($0), list_transform(map_values($0), lambda n: CAST(n AS BIGINT))) END',
      where: { T: 'comparable' },
    },
  }),
  collecting('reduce_agg', 'What remains of all values, from a first state by a step for each.', {
    '(T, T, function(T, T, T), function(T, T, T)) -> T': {
      duckdb: ([value]) => `list(${value?.sql})`,
      only: '$1 IS NOT NULL',
      around: 'list_reduce($0, $3, $2)',
    },
  }),
  approximate(
    'approx_distinct',
    'How many different values there are: exactly here, within 2.3 % in Athena.',
    {
      '(T) -> bigint\n(T, double) -> bigint': { duckdb: 'count(DISTINCT $1)', where: { T: 'comparable' } },
    },
  ),
  approximate('approx_percentile', 'The value below which a share of all values lies.', {
    '(bigint, double) -> bigint\n(double, double) -> double\n(real, double) -> real': {
      duckdb: (args, call) => {
        const share = Number(args[1]?.literal ?? Number.NaN);
        if (Number.isNaN(share)) return call.refuse(1, 'the share must be written as a number');
        if (!(share >= 0 && share <= 1)) return call.refuse(1, 'the share must be from 0 to 1');
        return quantile(args);
      },
    },
  }),
  approximate('approx_most_frequent', 'The values that are there most often, with how often.', {
    '(bigint, bigint, bigint) -> map(bigint, bigint)\n(bigint, varchar, bigint) -> map(varchar, bigint)': {
      duckdb: 'histogram($2)',
      around:
        "CASE WHEN $1 < 2 THEN $fail{'approx_most_frequent bucket count must be greater than one'} WHEN $0 IS NOT NULL THEN map_from_entries(list_transform(list_sort(list_transform(map_entries($0), lambda e: struct_pack(n := -CAST(e.value AS BIGINT), k := e.key)))[:$1], lambda e: struct_pack(k := e.k, n := -e.n))) END",
    },
  }),
  stddev,
  alias('stddev_samp', stddev),
  single('stddev_pop', 'The standard deviation of all.', 'stddev_pop'),
  variance,
  alias('var_samp', variance),
  single('var_pop', 'The variance of all.', 'var_pop'),
  pair('covar_samp', 'The covariance of a sample.'),
  pair('covar_pop', 'The covariance of all.'),
  pair('corr', 'The correlation, from -1 to 1.'),
  pair('regr_slope', 'The slope of the line through points (y, x).'),
  pair('regr_intercept', 'Where the line through points (y, x) meets the axis.'),
  statistics('skewness', 'How lopsided all values are.', {
    '(double) -> double': {
      duckdb: 'skewness($1)',
      beside: 'count($1)',
      // DuckDB's is of a sample.
      around: '$0 * ($00 - 2) / sqrt($00 * ($00 - 1.0))',
    },
  }),
  single('kurtosis', 'How heavy the tails of a sample are.', 'kurtosis'),
];
