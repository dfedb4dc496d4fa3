import { quotedText } from '../../../lake/iceberg/duckdb.ts';
import type { Argument, Call, Form, FunctionDefinition } from '../registry.ts';
import { decimalOf, type SqlType } from '../types.ts';
import { alias, floats, wholes } from './define.ts';

const same = (types: readonly string[]) => types.map((type) => `(${type}, ${type}) -> ${type}`);

const digits = (type: SqlType | undefined) => (type?.kind === 'decimal' ? type : { precision: 38, scale: 0 });
const capped = (precision: number, scale: number) => decimalOf(Math.min(38, precision), scale);

/** Sum and difference of decimals: one digit more than the wider one. */
function sumType([left, right]: readonly SqlType[]): SqlType {
  const [a, b] = [digits(left), digits(right)];
  const scale = Math.max(a.scale, b.scale);
  return capped(Math.max(a.precision - a.scale, b.precision - b.scale) + scale + 1, scale);
}

function productType([left, right]: readonly SqlType[]): SqlType {
  const [a, b] = [digits(left), digits(right)];
  return capped(a.precision + b.precision, a.scale + b.scale);
}

function quotientType([left, right]: readonly SqlType[]): SqlType {
  const [a, b] = [digits(left), digits(right)];
  return capped(a.precision + b.scale + Math.max(0, b.scale - a.scale), Math.max(a.scale, b.scale));
}

function remainderType([left, right]: readonly SqlType[]): SqlType {
  const [a, b] = [digits(left), digits(right)];
  const scale = Math.max(a.scale, b.scale);
  return capped(Math.min(a.precision - a.scale, b.precision - b.scale) + scale, scale);
}

/** Both sides as decimals of one width: DuckDB makes the sum one digit wider, up to its most. */
const widened =
  (sign: string) =>
  (args: readonly Argument[], { result }: Call) => {
    const { precision, scale } = digits(result);
    const width = precision === 38 ? precision : precision - 1;
    const [left, right] = args.map(({ sql }) => `CAST(${sql} AS DECIMAL(${width},${scale}))`);
    return `(${left} ${sign} ${right})`;
  };

function decimalProduct(args: readonly Argument[], { result }: Call): string {
  const { precision, scale } = digits(result);
  const product = args.map(({ sql }) => sql).join(' * ');
  return `CAST((${product}) AS DECIMAL(${precision},${scale}))`;
}

/** The digits of a decimal without its point, as a HUGEINT. */
export const unscaled = ({ sql, type }: Pick<Argument, 'sql' | 'type'>) => {
  const { scale } = digits(type);
  return scale === 0 ? `CAST(${sql} AS HUGEINT)` : `CAST(${sql} * ${powerOfTen(scale)} AS HUGEINT)`;
};
const powerOfTen = (exponent: number) => `1${'0'.repeat(exponent)}::DECIMAL(${exponent + 1},0)`;

/** Exact, rounded half away from zero, in whole numbers: DuckDB divides decimals as floating numbers. */
function decimalQuotient([left, right]: readonly Argument[], call: Call): string {
  const [a, b] = [left as Argument, right as Argument];
  const shift = digits(call.result).scale - digits(a.type).scale + digits(b.type).scale;
  const dividend = `(${unscaled(a)} * 1${'0'.repeat(shift)}::HUGEINT)`;
  return unlessZero(b, roundedQuotient(dividend, unscaled(b), call.result), call);
}

/** Two whole numbers as a decimal, whose digits without its point are their quotient. */
export function roundedQuotient(dividend: string, divisor: string, result: SqlType): string {
  const { precision, scale } = digits(result);
  const sign = `CASE WHEN (${dividend} < 0) = (${divisor} < 0) THEN 1 ELSE -1 END`;
  const rounded = `((2 * abs(${dividend}) + abs(${divisor})) // (2 * abs(${divisor})))`;
  const one = `CAST(${scale === 0 ? '1' : `0.${'0'.repeat(scale - 1)}1`} AS DECIMAL(${Math.max(1, scale)},${scale}))`;
  return `CAST(CAST(${sign} * ${rounded} AS DECIMAL(38,0)) * ${one} AS DECIMAL(${precision},${scale}))`;
}

/** DuckDB's division by zero is null, Trino's an error. */
function unlessZero(divisor: Argument, value: string, call: Call): string {
  const isSafe = divisor.isNeverZero || (divisor.literal !== null && Number(divisor.literal) !== 0);
  if (isSafe) return value;
  return `CASE WHEN ${divisor.sql} = 0 THEN ${call.fail(quotedText('Division by zero'))} ELSE ${value} END`;
}

const checked =
  (sign: string) =>
  ([left, right]: readonly Argument[], call: Call) =>
    `(${unlessZero(right as Argument, `(${left?.sql} ${sign} ${right?.sql})`, call)})`;

const plainForm = (types: readonly string[], sign: string): Form => ({
  signature: same(types),
  duckdb: `($1 ${sign} $2)`,
});

const remainder: FunctionDefinition = {
  name: '%',
  kind: 'operator',
  group: 'Arithmetic',
  meaning: 'The remainder, with the sign of the dividend.',
  forms: [
    { signature: same(wholes), duckdb: checked('%') },
    {
      signature: same(floats),
      // DuckDB has null for a remainder of zero.
      duckdb: "CASE WHEN $2 = 0 AND $1 IS NOT NULL THEN CAST('nan' AS DOUBLE) ELSE $1 % $2 END",
    },
    { signature: '(decimal, decimal) -> decimal', gives: remainderType, duckdb: checked('%') },
  ],
};

export const arithmetic: readonly FunctionDefinition[] = [
  {
    name: '+',
    kind: 'operator',
    group: 'Arithmetic',
    meaning: 'The sum. Whole numbers that overflow are an error.',
    forms: [
      plainForm([...wholes, ...floats], '+'),
      { signature: '(decimal, decimal) -> decimal', gives: sumType, duckdb: widened('+') },
    ],
  },
  {
    name: '-',
    kind: 'operator',
    group: 'Arithmetic',
    meaning: 'The difference.',
    forms: [
      plainForm([...wholes, ...floats], '-'),
      { signature: '(decimal, decimal) -> decimal', gives: sumType, duckdb: widened('-') },
    ],
  },
  {
    name: '*',
    kind: 'operator',
    group: 'Arithmetic',
    meaning: 'The product.',
    forms: [
      plainForm([...wholes, ...floats], '*'),
      { signature: '(decimal, decimal) -> decimal', gives: productType, duckdb: decimalProduct },
    ],
  },
  {
    name: '/',
    kind: 'operator',
    group: 'Arithmetic',
    meaning:
      'The quotient: of whole numbers without its fraction, of decimals rounded to the larger scale. A division of either by zero is an error.',
    forms: [
      { signature: same(wholes), duckdb: checked('//') },
      plainForm(floats, '/'),
      { signature: '(decimal, decimal) -> decimal', gives: quotientType, duckdb: decimalQuotient },
    ],
  },
  remainder,
  { ...alias('mod', remainder), kind: 'scalar' },
  {
    name: '-x',
    kind: 'operator',
    group: 'Arithmetic',
    meaning: 'The negative.',
    forms: [
      {
        signature: [...wholes, ...floats, 'decimal(p, s)'].map((type) => `(${type}) -> ${type}`),
        duckdb: '(- $1)',
      },
    ],
  },
];
