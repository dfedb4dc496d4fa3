import type { SqlType } from '../types.ts';
import type { Binder } from './context.ts';

interface Zoned {
  readonly type: SqlType;
  readonly zone?: string | undefined;
}

const utc = "'UTC'";

/**
 * The zone of an instant that is one of several.
 * @throws UserError when they are in different ones: which it is would only be known row by row
 */
export function commonZone(values: readonly Zoned[], at: number, binder: Binder): string | undefined {
  const instants = values.filter(({ type }) => type.kind === 'timestamp with time zone');
  const zones = new Set(instants.map(({ zone = utc }) => zone));
  if (zones.size > 1) {
    throw binder.fault(
      at,
      'instants of different time zones meet here',
      "Bring them to one: x AT TIME ZONE 'UTC'.",
    );
  }
  const [zone] = zones;
  return zone === utc ? undefined : zone;
}

/** A result's column has one zone. */
export function checkZone({ zone }: Zoned, at: number, binder: Binder): void {
  if (zone === undefined || /^'[^']*'$/.test(zone)) return;
  throw binder.fault(
    at,
    'a time zone that differs from row to row cannot leave its query',
    'CAST(... AS timestamp) keeps the local time, CAST(... AS date) the local day.',
  );
}
