import { commonType, distance } from '../coercion.ts';
import { duckdbType } from '../duckdbText.ts';
import { printedType, type SqlType, sameType } from '../types.ts';
import type { Bound, Env } from './context.ts';

/** A value as another type that it becomes by itself. */
export function coerced(bound: Bound, type: SqlType): Bound {
  if (sameType(bound.type, type)) return bound;
  if (duckdbType(bound.type) === duckdbType(type) && bound.type.kind !== 'unknown') return { ...bound, type };
  const isInstant = type.kind === 'timestamp with time zone';
  const sql =
    isInstant && bound.type.kind !== 'unknown'
      ? `timezone('UTC', CAST(${bound.sql} AS TIMESTAMP))`
      : `CAST(${bound.sql} AS ${duckdbType(type)})`;
  const { literal, ...rest } = bound;
  return { ...rest, sql, type, ...(literal === undefined ? {} : { literal }) };
}

/**
 * Values as the one type that all of them become.
 * @throws UserError at the first that does not fit to those before it
 */
export function unified(bounds: readonly Bound[], env: Env, where: string): readonly Bound[] {
  let type: SqlType = { kind: 'unknown' };
  for (const bound of bounds) {
    const common = commonType(type, bound.type);
    if (!common) {
      const message = `${where} must have one type: ${printedType(type)}, ${printedType(bound.type)}`;
      throw env.binder.fault(bound.at, message, castHint(type, bound.type));
    }
    type = common;
  }
  return bounds.map((bound) => coerced(bound, type));
}

export function castHint(a: SqlType, b: SqlType): string {
  const [text, other] = a.kind === 'varchar' ? [a, b] : [b, a];
  return text.kind === 'varchar' && other.kind !== 'varchar'
    ? `Nothing becomes another type by itself that could fail: CAST(... AS ${printedType(other)}), or TRY_CAST for null where it fails.`
    : 'Cast one of them: CAST(... AS ...).';
}

/** @throws UserError for what is not and does not become boolean */
export function asBoolean(bound: Bound, env: Env, where: string): Bound {
  if (distance(bound.type, 'boolean') === null) {
    throw env.binder.fault(bound.at, `${where} must be boolean, and is ${printedType(bound.type)}`);
  }
  return coerced(bound, { kind: 'boolean' });
}
