import { commonType } from '../coercion.ts';
import { fieldName } from '../duckdbText.ts';
import type { Argument, Call, FunctionDefinition } from '../registry.ts';
import { plain, printedType } from '../types.ts';
import { each, floats, inGroup } from './define.ts';

const comparisons = inGroup('Comparison', 'operator');
const logical = inGroup('Logic', 'operator');
const condition = inGroup('Conditions');

/** Which side must be a number, where DuckDB takes NaN for more than any other and for equal to itself. */
const numberSide = { '=': 0, '<>': 0, '<': 1, '<=': 1, '>': 0, '>=': 0 } as const;

const floating = (sign: keyof typeof numberSide) => (args: readonly Argument[]) => {
  const [left, right] = args;
  const plain = `${left?.sql} ${sign} ${right?.sql}`;
  const side = args[numberSide[sign]];
  if (side?.literal != null) return plain;
  const other = args[1 - numberSide[sign]];
  return `CASE WHEN isnan(${side?.sql}) AND ${other?.sql} IS NOT NULL THEN ${sign === '<>'} ELSE ${plain} END`;
};

const nested = ['array', 'map', 'row', 'json'];

/**
 * Equality of values that hold others: where one of these is null, it is null unless others differ, where DuckDB
 * takes nulls within for equal.
 */
function equal(left: Argument, right: Argument, call: Call): string {
  const [a, b] = [left.sql, right.sql];
  const { type } = left;
  if (type.kind === 'row') {
    const fields = type.fields.map((field, index) => {
      const name = `"${fieldName(field.name, index).replaceAll('"', '""')}"`;
      return equalSql(`(${a}).${name}`, `(${b}).${name}`, { ...left, type: field.type }, call);
    });
    return `CASE WHEN ${a} IS NOT NULL AND ${b} IS NOT NULL THEN ${fields.join(' AND ')} END`;
  }
  if (type.kind !== 'array' || nested.includes(type.of.kind))
    return call.refuse(0, `${printedType(type)} is not compared here`, 'Compare parts of it.');
  const full = `list_count(${a}) = len(${a}) AND list_count(${b}) = len(${b})`;
  const differ = `len(${a}) <> len(${b}) OR len(list_filter(list_zip(${a}, ${b}), lambda z: z[1] <> z[2])) > 0`;
  return `CASE WHEN ${a} IS NULL OR ${b} IS NULL THEN NULL WHEN ${full} THEN ${a} = ${b} WHEN ${differ} THEN false END`;
}

const equalSql = (a: string, b: string, as: Argument, call: Call): string =>
  nested.includes(as.type.kind) ? equal({ ...as, sql: a }, { ...as, sql: b }, call) : `${a} = ${b}`;

const compared = (sign: keyof typeof numberSide) => (args: readonly Argument[], call: Call) => {
  const [left, right] = args as [Argument, Argument];
  if (!nested.includes(left.type.kind)) return `${left.sql} ${sign} ${right.sql}`;
  if (sign === '=') return equal(left, right, call);
  if (sign === '<>') return `NOT (${equal(left, right, call)})`;
  return call.refuse(0, `${printedType(left.type)} has no order here`, 'Compare parts of it.');
};

/** Maps and JSON would be compared as they are written, not as what they mean. */
const distinct = ([left, right]: readonly Argument[], call: Call) =>
  left?.type.kind === 'map' || left?.type.kind === 'json'
    ? call.refuse(0, `${printedType(left.type)} is not compared here`)
    : `${left?.sql} IS DISTINCT FROM ${right?.sql}`;

const comparison = (sign: keyof typeof numberSide, meaning: string, needs: 'comparable' | 'orderable') =>
  comparisons(sign, meaning, {
    [each('(#, #) -> boolean', floats)]: floating(sign),
    '(T, T) -> boolean': { duckdb: compared(sign), where: { T: needs } },
  });

/** Null where one is null; what is not a number is taken only where nothing else is there. */
const extreme = (name: 'greatest' | 'least') => (args: readonly Argument[]) => {
  const [first, ...more] = args;
  if (more.length === 0) return first?.sql ?? 'NULL';
  const isFloat = first?.type.kind === 'double' || first?.type.kind === 'real';
  const values = args.map(({ sql }) =>
    isFloat && name === 'greatest' ? `CASE WHEN NOT isnan(${sql}) THEN ${sql} END` : sql,
  );
  const missing = args
    .filter(({ literal }) => literal === null)
    .map(({ sql }) => `${sql} IS NULL`)
    .join(' OR ');
  const call = `${name}(${values.join(', ')})`;
  const value = isFloat && name === 'greatest' ? `coalesce(${call}, CAST('nan' AS DOUBLE))` : call;
  return missing ? `CASE WHEN ${missing} THEN NULL ELSE ${value} END` : value;
};

export const logic: readonly FunctionDefinition[] = [
  comparison('=', 'Whether both are equal.', 'comparable'),
  comparison('<>', 'Whether they differ. Also `!=`.', 'comparable'),
  comparison('<', 'Whether the first is less.', 'orderable'),
  comparison('<=', 'Whether the first is not more.', 'orderable'),
  comparison('>', 'Whether the first is more.', 'orderable'),
  comparison('>=', 'Whether the first is not less.', 'orderable'),
  comparisons('is distinct from', 'Whether they differ, where null is a value.', {
    '(T, T) -> boolean': { duckdb: distinct, where: { T: 'comparable' } },
  }),
  logical('and', 'Whether both are true.', { '(boolean, boolean) -> boolean': '$1 AND $2' }),
  logical('or', 'Whether one is true.', { '(boolean, boolean) -> boolean': '$1 OR $2' }),
  logical('not', 'The opposite.', { '(boolean) -> boolean': 'NOT $1' }),
  condition('coalesce', 'The first argument that is not null.', { '(T...) -> T': 'coalesce($*)' }),
  condition('nullif', 'Null where both are equal, the first otherwise.', {
    '(T, U) -> T': {
      duckdb: ([value, other], call) => {
        const common = commonType(value?.type ?? plain('unknown'), other?.type ?? plain('unknown'));
        if (!common || nested.includes(common.kind))
          return call.refuse(1, 'nullif compares values of one type');
        return `nullif(${value?.sql}, ${other?.sql})`;
      },
    },
  }),
  condition('if', 'The second argument where the first is true, otherwise the third, or null.', {
    '(boolean, T) -> T': 'CASE WHEN $1 THEN $2 END',
    '(boolean, T, T) -> T': 'CASE WHEN $1 THEN $2 ELSE $3 END',
  }),
  condition('greatest', 'The largest argument; null where one is null.', {
    '(T...) -> T': { duckdb: extreme('greatest'), where: { T: 'orderable' } },
  }),
  condition('least', 'The least argument; null where one is null.', {
    '(T...) -> T': { duckdb: extreme('least'), where: { T: 'orderable' } },
  }),
  condition('try', 'Null where the expression fails.', { '(T) -> T': 'TRY($1)' }),
];
