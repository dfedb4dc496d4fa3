/** A type of Trino, which is Athena's. */
export type SqlType =
  | { readonly kind: PlainKind }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  /** Without a length there is no bound. */
  | { readonly kind: 'varchar'; readonly length?: number }
  | { readonly kind: 'char'; readonly length: number }
  /** Precision: digits of the second's fraction. */
  | { readonly kind: 'time' | 'timestamp' | 'timestamp with time zone'; readonly precision: number }
  | { readonly kind: 'array'; readonly of: SqlType }
  | { readonly kind: 'map'; readonly key: SqlType; readonly value: SqlType }
  | { readonly kind: 'row'; readonly fields: readonly RowField[] };

export interface RowField {
  /** Null for one that was never named, as those of `row(1, 2)`. */
  readonly name: string | null;
  readonly type: SqlType;
}

export const plainKinds = [
  'boolean',
  'tinyint',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double',
  'varbinary',
  'date',
  'json',
  'uuid',
  'interval year to month',
  'interval day to second',
  /** Of NULL, until something gives it another. */
  'unknown',
] as const;
export type PlainKind = (typeof plainKinds)[number];

export const plain = (kind: PlainKind): SqlType => ({ kind });
export const decimalOf = (precision: number, scale: number): SqlType => ({
  kind: 'decimal',
  precision,
  scale,
});
export const varcharOf = (length?: number): SqlType =>
  length === undefined ? { kind: 'varchar' } : { kind: 'varchar', length };
export const arrayOf = (of: SqlType): SqlType => ({ kind: 'array', of });
export const mapOf = (key: SqlType, value: SqlType): SqlType => ({ kind: 'map', key, value });
export const instantOf = (precision: number): SqlType => ({ kind: 'timestamp with time zone', precision });

const wholeKinds: readonly SqlType['kind'][] = ['tinyint', 'smallint', 'integer', 'bigint'];
export const isWhole = ({ kind }: SqlType) => wholeKinds.includes(kind);
/** A type as Trino prints it: `varchar(3)`, `timestamp(6) with time zone`, `row(a bigint, b array(varchar))`. */
export function printedType(type: SqlType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'varchar':
      return type.length === undefined ? 'varchar' : `varchar(${type.length})`;
    case 'char':
      return `char(${type.length})`;
    case 'time':
    case 'timestamp':
      return `${type.kind}(${type.precision})`;
    case 'timestamp with time zone':
      return `timestamp(${type.precision}) with time zone`;
    case 'array':
      return `array(${printedType(type.of)})`;
    case 'map':
      return `map(${printedType(type.key)}, ${printedType(type.value)})`;
    case 'row':
      return `row(${type.fields.map(printedField).join(', ')})`;
    default:
      return type.kind;
  }
}

const printedField = ({ name, type }: RowField) =>
  name === null ? printedType(type) : `${printedName(name)} ${printedType(type)}`;
const printedName = (name: string) =>
  /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;

export const sameType = (a: SqlType, b: SqlType): boolean =>
  a.kind === b.kind && printedType(a) === printedType(b);

/** Whether `=` is defined for values of a type. */
export function isComparable(type: SqlType): boolean {
  switch (type.kind) {
    case 'array':
      return isComparable(type.of);
    case 'map':
      return isComparable(type.value);
    case 'row':
      return type.fields.every((field) => isComparable(field.type));
    default:
      return true;
  }
}

/** Whether `<` is defined for values of a type. */
export function isOrderable(type: SqlType): boolean {
  switch (type.kind) {
    case 'json':
    case 'map':
      return false;
    case 'array':
      return isOrderable(type.of);
    case 'row':
      return type.fields.every((field) => isOrderable(field.type));
    default:
      return true;
  }
}
