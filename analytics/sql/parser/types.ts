import type { Expr, TypeName } from '../syntax.ts';
import type { Cursor } from './cursor.ts';

/** Names of types that begin a literal: `DATE '2026-03-01'`. */
const literalTypes = new Set([
  'DATE',
  'TIME',
  'TIMESTAMP',
  'DECIMAL',
  'JSON',
  'CHAR',
  'VARCHAR',
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'INT',
  'BIGINT',
  'REAL',
  'DOUBLE',
  'UUID',
]);

/** @throws UserError for what is not written as a type */
export function parseType(cursor: Cursor): TypeName {
  return cursor.nested(() => {
    let type = parseBaseType(cursor);
    // `varchar array` is an older way to write array(varchar).
    while (cursor.sees('ARRAY')) {
      cursor.next();
      type = { name: 'array', numbers: [], args: [{ name: null, type }], at: type.at };
    }
    return type;
  });
}

function parseBaseType(cursor: Cursor): TypeName {
  const { at } = cursor;
  const { text } = cursor.name('a type');
  const name = text.toLowerCase();
  switch (name) {
    case 'double':
      cursor.takes('PRECISION');
      return { name, numbers: [], args: [], at };
    case 'interval':
      return parseIntervalType(cursor, at);
    case 'row':
      return { name, numbers: [], args: parseFields(cursor), at };
    case 'timestamp':
    case 'time':
      return parseTimeType(cursor, name, at);
    case 'array':
    case 'map':
      return { name, numbers: [], args: parseTypeArguments(cursor), at };
    default:
      return { name, numbers: parseNumbers(cursor), args: [], at };
  }
}

function parseNumbers(cursor: Cursor): number[] {
  if (!cursor.takes('(')) return [];
  const numbers = cursor.list(() => {
    if (cursor.ahead().kind !== 'integer') throw cursor.unexpected('a whole number');
    return Number(cursor.next().value);
  });
  cursor.expect(')');
  return numbers;
}

function parseTimeType(cursor: Cursor, name: string, at: number): TypeName {
  const numbers = parseNumbers(cursor);
  const hasZone = cursor.takes('WITH', 'TIME', 'ZONE');
  if (!hasZone) cursor.takes('WITHOUT', 'TIME', 'ZONE');
  return { name: hasZone ? `${name} with time zone` : name, numbers, args: [], at };
}

function parseIntervalType(cursor: Cursor, at: number): TypeName {
  const from = cursor.name('YEAR or DAY').text.toLowerCase();
  cursor.expect('TO');
  const to = cursor.name('MONTH or SECOND').text.toLowerCase();
  return { name: `interval ${from} to ${to}`, numbers: [], args: [], at };
}

/** `(varchar)` and, as older versions wrote it, `<varchar>`. */
function parseTypeArguments(cursor: Cursor): TypeName['args'] {
  const end = cursor.takes('<') ? '>' : ')';
  if (end === ')') cursor.expect('(');
  const args = cursor.list(() => ({ name: null, type: parseType(cursor) }));
  cursor.expect(end);
  return args;
}

function parseFields(cursor: Cursor): TypeName['args'] {
  cursor.expect('(');
  const fields = cursor.list(
    () => cursor.attempt(() => namedField(cursor)) ?? { name: null, type: parseType(cursor) },
  );
  cursor.expect(')');
  return fields;
}

/** A name and a type; null when what comes next is a type alone. */
function namedField(cursor: Cursor): TypeName['args'][number] | null {
  const { text } = cursor.name('a name or a type');
  const isTypeAlone = !cursor.isName();
  const continues = ['PRECISION', 'WITH', 'WITHOUT', 'ARRAY'].includes(cursor.ahead().key);
  const isInterval = text.toLowerCase() === 'interval' && cursor.ahead(1).key === 'TO';
  if (isTypeAlone || (continues && !isTypeBehind(cursor)) || isInterval) return null;
  return { name: text, type: parseType(cursor) };
}

/** `a array(...)` names a field; `varchar array` is one type. */
const isTypeBehind = (cursor: Cursor) => cursor.sees('ARRAY') && ['(', '<'].includes(cursor.ahead(1).key);

/** `DATE '...'`, `TIMESTAMP '...'`, `DECIMAL '...'`, or null when none comes next. */
export function parseTypedLiteral(cursor: Cursor): Expr | null {
  const { at, key } = cursor.ahead();
  const isDouble = key === 'DOUBLE' && cursor.ahead(1).key === 'PRECISION' && cursor.ahead(2).kind === 'text';
  if (!literalTypes.has(key) || (cursor.ahead(1).kind !== 'text' && !isDouble)) return null;
  const type = parseBaseType(cursor);
  return { kind: 'typed literal', at, type, value: cursor.text() };
}

const intervalUnits = ['YEAR', 'MONTH', 'WEEK', 'DAY', 'HOUR', 'MINUTE', 'SECOND'] as const;

/** `INTERVAL '1' DAY`, `INTERVAL -'2-3' YEAR TO MONTH`, or null when none comes next. */
export function parseIntervalLiteral(cursor: Cursor): Expr | null {
  const { at } = cursor;
  const signed = ['+', '-'].includes(cursor.ahead(1).key);
  if (!cursor.sees('INTERVAL') || cursor.ahead(signed ? 2 : 1).kind !== 'text') return null;
  cursor.next();
  const negative = cursor.takes('-');
  cursor.takes('+');
  const value = cursor.text();
  const from = parseUnit(cursor);
  const to = cursor.takes('TO') ? parseUnit(cursor) : null;
  return { kind: 'interval', at, value, negative, from, to };
}

function parseUnit(cursor: Cursor): string {
  const unit = intervalUnits.find((name) => cursor.sees(name));
  if (unit === undefined) throw cursor.unexpected(intervalUnits.join(', '));
  cursor.next();
  return unit;
}
