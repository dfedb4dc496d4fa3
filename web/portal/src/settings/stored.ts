/** What a person chose, kept in this browser. One of `known`, or null when nothing (or nothing sensible) is kept. */
export function readChoice<T extends string>(name: string, known: readonly T[]): T | null {
  const kept = read(name);
  return known.find((choice) => choice === kept) ?? null;
}

/** A browser may keep nothing, or refuse to: the portal works all the same. */
export function read(name: string): string | null {
  try {
    return localStorage.getItem(`aljibe.${name}`);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`aljibe.${name}`, value);
  } catch {
    // It holds until the page is closed.
  }
}
