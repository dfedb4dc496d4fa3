/** The few types that a column can have. Each engine's room owns one table `kind -> its own type`. */
export type ColumnType =
  | { readonly kind: 'text' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'date' }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'json' }
  | { readonly kind: 'list'; readonly of: ColumnType }
  | { readonly kind: 'struct'; readonly fields: Readonly<Record<string, ColumnType>> };

export type Kind = ColumnType['kind'];

/** What a value says about a person, mildest first. */
export const disclosures = ['nothing', 'identity', 'contact', 'sensitive'] as const;
export type Disclosure = (typeof disclosures)[number];

/** Whom a value is about. */
export const persons = ['student', 'guardian', 'teacher', 'user'] as const;
export type Person = (typeof persons)[number];

/** What may be said of a column besides its type; every default is the harmless one. */
export interface ColumnFacts {
  /** Spanish label, as people see it. */
  readonly es: string;
  /** A value may be missing. Without it a row that lacks the value is quarantined. */
  readonly optional?: boolean;
  /** Name that it had before: a column of a new name that takes over the values of one that is gone. */
  readonly formerly?: string;
  /** Dataset whose key this value (or each item of this list) is. */
  readonly references?: string;
  /** Known values; others are kept as `ext:...`. */
  readonly vocabulary?: readonly string[];
  /** Default: `nothing`. */
  readonly reveals?: Disclosure;
  /** Default: the subject of the dataset. */
  readonly whose?: Person;
}

export interface Column<T extends ColumnType = ColumnType> extends ColumnFacts {
  readonly type: T;
  /** One English sentence for the data dictionary. */
  readonly meaning: string;
}

type Options = ColumnFacts;
type Built<T extends ColumnType, O extends Options> = Column<T> &
  Pick<O, Extract<keyof O, 'optional' | 'vocabulary'>>;

function builder<const T extends ColumnType>(type: T) {
  return <const O extends Options>(meaning: string, options: O): Built<T, O> =>
    ({ ...options, type, meaning }) as Built<T, O>;
}

/** `text('Family name or names', { es: 'Apellidos', reveals: 'identity' })`, and so on for every kind. */
export const text = builder({ kind: 'text' });
export const integer = builder({ kind: 'integer' });
export const boolean = builder({ kind: 'boolean' });
export const date = builder({ kind: 'date' });
export const timestamp = builder({ kind: 'timestamp' });
export const json = builder({ kind: 'json' });

/** Exact number of `precision` digits (18 at most, so that 64 bits hold it), `scale` of them fractional. */
export const decimal = (precision: number, scale: number) => builder({ kind: 'decimal', precision, scale });
export const list = <const T extends ColumnType>(of: T) => builder({ kind: 'list', of });
export const struct = <const F extends Record<string, ColumnType>>(fields: F) =>
  builder({ kind: 'struct', fields });

/**
 * A value of a type, in its canonical form: numbers and times are texts, so that none is ever a JavaScript
 * number or Date on its way (see values.ts for the exact forms).
 */
export type ValueOf<T extends ColumnType> = T extends { kind: 'integer' }
  ? `${bigint}`
  : T extends { kind: 'decimal' }
    ? `${number}`
    : T extends { kind: 'boolean' }
      ? boolean
      : T extends { kind: 'list'; of: infer I extends ColumnType }
        ? readonly ValueOf<I>[]
        : T extends { kind: 'struct'; fields: infer F extends Readonly<Record<string, ColumnType>> }
          ? { readonly [K in keyof F]: ValueOf<F[K]> | null }
          : string;
