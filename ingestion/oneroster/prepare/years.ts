export interface Session {
  readonly type: string | null;
  readonly start: string;
  readonly end: string;
  readonly parent: string | null;
  readonly schoolYear: string | null;
}

export interface ClassFacts {
  readonly school: string | null;
  readonly sessions: readonly string[];
}

type Sessions = ReadonlyMap<string, Session>;

/**
 * Keys of the sessions of type `schoolYear` that a session belongs to: itself, the one above it, or else those
 * whose dates span it.
 */
function wholeYears(sessions: Sessions, key: string): string[] {
  const session = sessions.get(key);
  if (!session) return [];
  let above = key;
  // A chain of parents is short; one that runs in a circle ends here.
  for (let steps = 0; steps < 8; steps++) {
    if (sessions.get(above)?.type === 'schoolYear') return [above];
    const parent = sessions.get(above)?.parent;
    if (!parent || !sessions.has(parent)) break;
    above = parent;
  }
  const spans = (other: Session) => other.start <= session.start && session.end <= other.end;
  return [...sessions].filter(([, other]) => other.type === 'schoolYear' && spans(other)).map(([id]) => id);
}

/**
 * The calendar year in which the school year of a session ends: as the session states it, else as the dates of
 * its whole year tell. Null when nothing tells, or when it tells more than one.
 */
export function schoolYearOf(sessions: Sessions, key: string): string | null {
  const stated = sessions.get(key)?.schoolYear;
  if (stated) return stated;
  const years = wholeYears(sessions, key).map((id) => {
    const whole = sessions.get(id);
    return whole?.schoolYear ?? /^\d{4}(?=-)/.exec(whole?.end ?? '')?.[0];
  });
  return only(years) ?? null;
}

/**
 * The school year, as a session, that a bundle tells of a school: that of the school's classes, else that of all
 * classes, else the only one there is. Null when there is more than one.
 */
export function schoolYearsTaught(
  sessions: Sessions,
  classes: ReadonlyMap<string, ClassFacts>,
): (school: string) => string | null {
  const bySchool = new Map<string, string[]>();
  for (const { school, sessions: keys } of classes.values()) {
    const years = keys.map((key) => only(wholeYears(sessions, key))).filter((year) => year !== undefined);
    const taught = bySchool.get(school ?? '') ?? [];
    bySchool.set(school ?? '', [...new Set([...taught, ...years])]);
  }
  const all = [...bySchool.values()].flat();
  const whole = [...sessions].filter(([, { type }]) => type === 'schoolYear').map(([key]) => key);
  const general = only(all.length > 0 ? all : whole) ?? null;
  return (school) => {
    const taught = bySchool.get(school) ?? [];
    return taught.length === 0 ? general : (only(taught) ?? null);
  };
}

function only<T>(items: readonly T[]): T | undefined {
  const distinct = new Set(items);
  return distinct.size === 1 ? items[0] : undefined;
}
