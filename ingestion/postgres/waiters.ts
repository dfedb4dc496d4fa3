import type { Lsn } from './lsn.ts';

/** Promises that wait for a place of the log. */
export interface Waiters {
  wait(lsn: Lsn): Promise<void>;
  /** Everything before this place has arrived. */
  passed(lsn: Lsn): void;
  /** Nothing more will arrive. */
  end(reason: unknown): void;
}

export function openWaiters(): Waiters {
  const waiting = new Set<{ lsn: Lsn; resolve: () => void; reject: (reason: unknown) => void }>();
  return {
    wait(lsn) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.add({ lsn, resolve, reject });
      return promise;
    },
    passed(lsn) {
      for (const waiter of waiting) {
        if (lsn < waiter.lsn) continue;
        waiting.delete(waiter);
        waiter.resolve();
      }
    },
    end(reason) {
      for (const { reject } of waiting) reject(reason);
      waiting.clear();
    },
  };
}
