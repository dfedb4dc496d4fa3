import { commonType, distance, widenedTo } from './coercion.ts';
import type { Form } from './registry.ts';
import { isComparable, isOrderable, plain, type SqlType, varcharOf } from './types.ts';

/** A type with variables, as a signature writes it. */
export type Pattern =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'function'; readonly params: readonly Pattern[]; readonly result: Pattern }
  | { readonly kind: 'array'; readonly of: Pattern }
  | { readonly kind: 'map'; readonly key: Pattern; readonly value: Pattern }
  /** One with numbers, which may be variables; none are given where any will do. */
  | { readonly kind: 'type'; readonly name: SqlType['kind']; readonly numbers: readonly string[] };

export interface Signature {
  readonly params: readonly Pattern[];
  /** The last parameter may come more than once. */
  readonly isVariadic: boolean;
  readonly result: Pattern;
  readonly text: string;
}

const parsed = new Map<string, Signature>();

/** Reads `(array(T), function(T, U)) -> array(U)`; a signature that cannot be read is a defect of the table. */
export function signatureOf(text: string): Signature {
  const known = parsed.get(text);
  if (known) return known;
  const [, inside = '', result = ''] = /^\((.*)\) -> (.*)$/.exec(text) ?? [];
  if (result === '') throw new Error(`"${text}" is no signature`);
  const isVariadic = inside.endsWith('...');
  const signature = {
    params: splitArguments(isVariadic ? inside.slice(0, -3) : inside).map(patternOf),
    isVariadic,
    result: patternOf(result),
    text,
  };
  parsed.set(text, signature);
  return signature;
}

export const signaturesOf = ({ signature }: Form): Signature[] =>
  [signature].flat().map((text) => signatureOf(text as string));

/** Splits at the commas that are in no brackets. */
function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    else if (at === text.length || (text[at] === ',' && depth === 0)) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return parts.filter((part) => part !== '');
}

function patternOf(text: string): Pattern {
  if (/^[A-Z]\d?$/.test(text)) return { kind: 'variable', name: text };
  const [, head = text, inside, tail = ''] = /^([a-z ]+?)(?:\((.*)\)( with time zone)?)?$/.exec(text) ?? [];
  const args = inside === undefined ? [] : splitArguments(inside);
  const [first, second] = args;
  if (head === 'function') {
    const all = args.map(patternOf);
    return { kind: 'function', params: all.slice(0, -1), result: all.at(-1) as Pattern };
  }
  if (head === 'array' && first !== undefined) return { kind: 'array', of: patternOf(first) };
  if (head === 'map' && first !== undefined && second !== undefined)
    return { kind: 'map', key: patternOf(first), value: patternOf(second) };
  return { kind: 'type', name: (head + tail) as SqlType['kind'], numbers: args };
}

/** What the variables of a signature stand for. */
export class Bindings {
  readonly types = new Map<string, SqlType>();
  readonly numbers = new Map<string, number>();

  /** Takes a type for a pattern; the coercions that it needs, or null where it does not fit. */
  match(pattern: Pattern, type: SqlType): number | null {
    switch (pattern.kind) {
      case 'function':
        return null;
      case 'variable':
        return this.#matchVariable(pattern.name, type);
      case 'array':
        if (type.kind === 'unknown') return this.match(pattern.of, type);
        return type.kind === 'array' ? this.match(pattern.of, type.of) : null;
      case 'map': {
        if (type.kind !== 'map' && type.kind !== 'unknown') return null;
        const key = this.match(pattern.key, type.kind === 'map' ? type.key : type);
        const value = this.match(pattern.value, type.kind === 'map' ? type.value : type);
        return key === null || value === null ? null : key + value;
      }
      case 'type':
        return this.#matchType(pattern, type);
    }
  }

  #matchVariable(name: string, type: SqlType): number | null {
    const bound = this.types.get(name);
    const common = bound ? commonType(bound, type) : type;
    if (!common) return null;
    this.types.set(name, common);
    return !bound || (bound.kind === type.kind && common.kind === bound.kind) ? 0 : 1;
  }

  #matchType({ name, numbers }: Pattern & { kind: 'type' }, type: SqlType): number | null {
    const steps = distance(type, name);
    if (steps === null) return null;
    const own = numbersOf(widenedTo(type, name));
    for (const [index, number] of numbers.entries()) {
      const value = own[index] ?? 0;
      if (/^\d+$/.test(number)) continue;
      this.numbers.set(number, Math.max(value, this.numbers.get(number) ?? 0));
    }
    return steps;
  }

  /** The type of a parameter, given the type of its argument. */
  param(pattern: Pattern, argument: SqlType): SqlType {
    if (pattern.kind === 'type' && pattern.numbers.length === 0) return widenedTo(argument, pattern.name);
    return this.type(pattern);
  }

  type(pattern: Pattern): SqlType {
    switch (pattern.kind) {
      case 'variable':
        return this.types.get(pattern.name) ?? plain('unknown');
      case 'array':
        return { kind: 'array', of: this.type(pattern.of) };
      case 'map':
        return { kind: 'map', key: this.type(pattern.key), value: this.type(pattern.value) };
      case 'function':
        return plain('unknown');
      case 'type':
        return typeWith(
          pattern.name,
          pattern.numbers.map((number) => this.numbers.get(number) ?? Number(number)),
        );
    }
  }

  /** A variable whose type cannot do what the form asks for. */
  lacking(where: Form['where']): SqlType | null {
    for (const [name, need] of Object.entries(where ?? {})) {
      const type = this.types.get(name);
      if (type && !(need === 'orderable' ? isOrderable(type) : isComparable(type))) return type;
    }
    return null;
  }
}

/** Unbounded text counts as longer than any. */
function numbersOf(type: SqlType): number[] {
  switch (type.kind) {
    case 'decimal':
      return [type.precision, type.scale];
    case 'varchar':
      return [type.length ?? Number.POSITIVE_INFINITY];
    case 'char':
      return [type.length];
    case 'time':
    case 'timestamp':
    case 'timestamp with time zone':
      return [type.precision];
    default:
      return [];
  }
}

const withPrecision = ['time', 'timestamp', 'timestamp with time zone'];

function typeWith(kind: SqlType['kind'], numbers: readonly number[]): SqlType {
  const [first, second] = numbers;
  if (kind === 'varchar') return varcharOf(Number.isFinite(first) ? first : undefined);
  if (first === undefined) return widenedTo(plain('unknown'), kind);
  if (kind === 'decimal') return { kind, precision: first, scale: second ?? 0 };
  if (kind === 'char') return { kind, length: first };
  if (withPrecision.includes(kind)) return { kind, precision: first } as SqlType;
  return plain(kind as 'bigint');
}
