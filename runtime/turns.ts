import type { Stores } from './stores.ts';

const turns = new WeakMap<Stores, Promise<unknown>>();

/**
 * Work that deletes files or events, or counts on their staying, takes turns: maintenance, backups and rebuilds.
 * Everything else only adds, and goes on beside it.
 */
export function inTurn<T>(stores: Stores, work: () => Promise<T>): Promise<T> {
  const next = (turns.get(stores) ?? Promise.resolve()).then(work);
  turns.set(
    stores,
    next.catch(() => undefined),
  );
  return next;
}
