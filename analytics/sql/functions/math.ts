import type { Argument, Call, FunctionDefinition } from '../registry.ts';
import { decimalOf, type SqlType } from '../types.ts';
import { alias, each, failIf, floats, inGroup, wholes } from './define.ts';

const math = inGroup('Mathematics');
const bits = inGroup('Bits');

const digits = (type: SqlType | undefined) => (type?.kind === 'decimal' ? type : { precision: 38, scale: 0 });

/** Whole numbers of a decimal, with room for a carry. */
const wholeDecimal = ([type]: readonly SqlType[]): SqlType => {
  const { precision, scale } = digits(type);
  return decimalOf(Math.min(38, precision - scale + Math.min(scale, 1)), 0);
};
const cutDecimal = ([type]: readonly SqlType[]): SqlType => {
  const { precision, scale } = digits(type);
  return decimalOf(Math.max(1, precision - scale), 0);
};
const widerDecimal = ([type]: readonly SqlType[]): SqlType => {
  const { precision, scale } = digits(type);
  return decimalOf(Math.min(38, precision + 1), scale);
};
const asResult = (sql: string, { result }: Call) =>
  `CAST(${sql} AS DECIMAL(${digits(result).precision},${digits(result).scale}))`;

/** Rounds or cuts a decimal to a number of digits, which must be written down: the type depends on it in DuckDB. */
const toDigits =
  (name: 'round' | 'trunc') =>
  ([value, count]: readonly Argument[], call: Call): string => {
    const places = placesOf(count as Argument, call);
    if (places === null) return 'NULL';
    const { precision, scale } = digits(value?.type);
    if (places >= scale) return asResult(`${value?.sql}`, call);
    if (places >= 0) return asResult(`${name}(${value?.sql}, ${places})`, call);
    if (-places > precision - scale) return asResult('0', call);
    const step = `CAST(1${'0'.repeat(-places)} AS HUGEINT)`;
    const size = `CAST(trunc(abs(${value?.sql})) AS HUGEINT)`;
    const steps = name === 'trunc' ? `${size} // ${step}` : `(${size} + ${step} // 2) // ${step}`;
    return asResult(`CASE WHEN ${value?.sql} < 0 THEN -1 ELSE 1 END * (${steps}) * ${step}`, call);
  };

function placesOf({ type, literal, sql }: Argument, call: Call): number | null {
  if (type.kind === 'unknown' || sql.startsWith('CAST(NULL')) return null;
  return literal === null
    ? call.refuse(1, 'the number of digits must be written as a number')
    : Number(literal);
}

const numbers = [...wholes, ...floats];
const nan = "CAST('nan' AS DOUBLE)";
const unless = (condition: string, value: string) => `CASE WHEN ${condition} THEN ${nan} ELSE ${value} END`;
const logarithm = (name: string) =>
  `CASE WHEN $1 > 0 THEN ${name}($1) WHEN $1 = 0 THEN CAST('-inf' AS DOUBLE) WHEN $1 < 0 THEN ${nan} END`;
const double = (name: string, meaning: string, duckdb: string) =>
  math(name, meaning, { '(double) -> double': duckdb });
const pair = (name: string, meaning: string, duckdb: string) =>
  math(name, meaning, { '(double, double) -> double': duckdb });
const vectors = (name: string, meaning: string, duckdb: string) =>
  math(name, meaning, { '(array(double), array(double)) -> double': duckdb });

const rounding = (name: string, meaning: string, duckdb: string) =>
  math(name, meaning, {
    [each('(#) -> #', wholes)]: '$1',
    [each('(#) -> #', floats)]: `${duckdb}($1)`,
    '(decimal(p, s)) -> decimal': {
      duckdb: (args, call) => asResult(`${duckdb}(${args[0]?.sql})`, call),
      gives: wholeDecimal,
    },
  });
const ceil = rounding('ceil', 'The next whole number that is not less.', 'ceil');
const power = pair('power', 'The first to the power of the second.', 'power($1, $2)');

export const mathematics: readonly FunctionDefinition[] = [
  math('abs', 'The value without its sign.', {
    [each('(#) -> #', numbers)]: 'abs($1)',
    '(decimal(p, s)) -> decimal(p, s)': 'abs($1)',
  }),
  math('sign', '-1, 0 or 1.', {
    [each('(#) -> #', wholes)]: (args, { result }) => `CAST(sign(${args[0]?.sql}) AS ${result.kind})`,
    [each('(#) -> #', floats)]: 'CASE WHEN isnan($1) THEN $1 ELSE sign($1) END',
    '(decimal(p, s)) -> decimal(1, 0)': 'CAST(sign($1) AS DECIMAL(1,0))',
  }),
  ceil,
  alias('ceiling', ceil),
  rounding('floor', 'The next whole number that is not more.', 'floor'),
  math('round', 'The nearest whole number, or number with so many digits; halves away from zero.', {
    [each('(#) -> #', wholes)]: '$1',
    [each('(#) -> #', floats)]: 'round($1)',
    '(decimal(p, s)) -> decimal': {
      duckdb: (args, call) => asResult(`round(${args[0]?.sql}, 0)`, call),
      gives: wholeDecimal,
    },
    [each('(#, integer) -> #', [...wholes, ...floats])]: 'round($1, $2)',
    '(decimal(p, s), integer) -> decimal': { duckdb: toDigits('round'), gives: widerDecimal },
  }),
  math('truncate', 'The number without its fraction, or with so many digits of it.', {
    [each('(#) -> #', floats)]: 'trunc($1)',
    '(decimal(p, s)) -> decimal': {
      duckdb: (args, call) => asResult(`trunc(${args[0]?.sql})`, call),
      gives: cutDecimal,
    },
    '(decimal(p, s), integer) -> decimal(p, s)': toDigits('trunc'),
  }),
  power,
  alias('pow', power),
  double('sqrt', 'The square root.', unless('$1 < 0', 'sqrt($1)')),
  double(
    'cbrt',
    'The cube root.',
    // DuckDB's is the third power of a third: one step of Newton's makes it exact.
    'CASE WHEN $1 = 0 OR NOT isfinite($1) THEN $1 ELSE cbrt($1) - (cbrt($1) * cbrt($1) * cbrt($1) - $1) / (3 * cbrt($1) * cbrt($1)) END',
  ),
  double('exp', 'e to the power of a number.', 'exp($1)'),
  double('ln', 'The natural logarithm.', logarithm('ln')),
  double('log10', 'The logarithm to the base 10.', logarithm('log10')),
  double('log2', 'The logarithm to the base 2.', `${logarithm('ln')} / ln(2)`),
  math('log', 'The logarithm to the base that comes first.', {
    '(double, double) -> double': `CASE WHEN $1 > 0 AND $2 > 0 THEN ln($2) / ln($1) WHEN $1 > 0 AND $2 = 0 THEN CAST('-inf' AS DOUBLE) / ln($1) WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN ${nan} END`,
  }),
  math('pi', 'The circle constant.', { '() -> double': 'pi()' }),
  math('e', 'The base of natural logarithms.', { '() -> double': 'CAST(2.718281828459045 AS DOUBLE)' }),
  math('nan', 'What is not a number.', { '() -> double': nan }),
  math('infinity', 'More than any number.', { '() -> double': "CAST('inf' AS DOUBLE)" }),
  math('is_nan', 'Whether it is not a number.', { [each('(#) -> boolean', floats)]: 'isnan($1)' }),
  math('is_finite', 'Whether it is a finite number.', { '(double) -> boolean': 'isfinite($1)' }),
  math('is_infinite', 'Whether it is infinite.', { '(double) -> boolean': 'isinf($1)' }),
  ...['sin', 'cos', 'tan'].map((name) =>
    double(
      name,
      `The ${{ sin: 'sine', cos: 'cosine', tan: 'tangent' }[name]} of an angle in radians.`,
      unless('isinf($1)', `${name}($1)`),
    ),
  ),
  double('asin', 'The angle of a sine.', unless('abs($1) > 1', 'asin($1)')),
  double('acos', 'The angle of a cosine.', unless('abs($1) > 1', 'acos($1)')),
  double('atan', 'The angle of a tangent.', 'atan($1)'),
  pair('atan2', 'The angle of a point (y, x).', 'atan2($1, $2)'),
  double('sinh', 'The hyperbolic sine.', 'sinh($1)'),
  double('cosh', 'The hyperbolic cosine.', 'cosh($1)'),
  double('tanh', 'The hyperbolic tangent.', 'tanh($1)'),
  double('degrees', 'Radians as degrees.', 'degrees($1)'),
  double('radians', 'Degrees as radians.', 'radians($1)'),
  math(
    'width_bucket',
    'The number of the bucket that a value falls into: of equal ones, or between bounds.',
    {
      '(double, double, double, bigint) -> bigint': failIf(
        '$4 <= 0 OR $2 = $3 OR isnan($1) OR NOT isfinite($2) OR NOT isfinite($3)',
        'bucketCount must be greater than 0, and bounds must differ',
        'CASE WHEN $2 < $3 THEN CASE WHEN $1 < $2 THEN 0 WHEN $1 >= $3 THEN $4 + 1 ELSE CAST(floor($4 * ($1 - $2) / ($3 - $2)) AS BIGINT) + 1 END WHEN $1 > $2 THEN 0 WHEN $1 <= $3 THEN $4 + 1 ELSE CAST(floor($4 * ($2 - $1) / ($2 - $3)) AS BIGINT) + 1 END',
      ),
      '(double, array(double)) -> bigint': `CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN ${failIf('len($2) = 0 OR isnan($1) OR list_sort($2) <> $2', 'Bin values must be sorted', 'len(list_filter($2, lambda b: b <= $1))')} END`,
    },
  ),
  vectors('cosine_similarity', 'How alike two vectors point.', 'list_cosine_similarity($1, $2)'),
  vectors('cosine_distance', '1 less the cosine similarity.', '1 - list_cosine_similarity($1, $2)'),
  vectors('dot_product', 'The inner product of two vectors.', 'list_inner_product($1, $2)'),
  vectors('euclidean_distance', 'How far two vectors are from each other.', 'list_distance($1, $2)'),
  ...['random', 'rand'].map((name) =>
    math(name, 'A random number from 0 up to 1, up to a number, or between two.', {
      '() -> double': 'random()',
      [each('(#) -> #', ['integer', 'bigint'])]: (args, call) =>
        `CASE WHEN ${args[0]?.sql} <= 0 THEN ${call.fail("'bound must be positive'")} ELSE CAST(floor(random() * ${args[0]?.sql}) AS ${call.result.kind}) END`,
      [each('(#, #) -> #', ['integer', 'bigint'])]: ([low, high], call) =>
        `CASE WHEN ${low?.sql} >= ${high?.sql} THEN ${call.fail("'start value must be less than stop value'")} ELSE CAST(${low?.sql} + floor(random() * (${high?.sql} - ${low?.sql})) AS ${call.result.kind}) END`,
    }),
  ),
  bits('bitwise_and', 'Bits that both have.', { '(bigint, bigint) -> bigint': '$1 & $2' }),
  bits('bitwise_or', 'Bits that one has.', { '(bigint, bigint) -> bigint': '$1 | $2' }),
  bits('bitwise_xor', 'Bits that only one has.', { '(bigint, bigint) -> bigint': 'xor($1, $2)' }),
  bits('bitwise_not', 'Bits that it has not.', { '(bigint) -> bigint': '~ $1' }),
  bits('bit_count', 'How many bits are set in a number of so many bits.', {
    '(bigint, bigint) -> bigint': ([value, size], call) => {
      if (size?.literal === '64') return `CAST(bit_count(${value?.sql}) AS BIGINT)`;
      return call.refuse(1, 'bit_count counts 64 bits here');
    },
  }),
  bits('to_base', 'A whole number in digits of a base from 2 to 36.', {
    '(bigint, bigint) -> varchar(64)': failIf(
      '$2 NOT BETWEEN 2 AND 36',
      'Radix must be between 2 and 36',
      "CASE WHEN $1 < 0 THEN '-' ELSE '' END || lower(to_base(abs($1), CAST($2 AS INTEGER)))",
    ),
  }),
];
