const working = new Map<string, Promise<unknown>>();

/**
 * Whoever moves the checkpoint of a table takes turns with the others in this process, so that a long rebuild is
 * not beaten by one small merge after another. What other processes do, commits notice.
 */
export function alone<T>(dir: string, work: () => Promise<T>): Promise<T> {
  const next = (working.get(dir) ?? Promise.resolve()).then(work);
  const settled = next
    .catch(() => undefined)
    .then(() => {
      if (working.get(dir) === settled) working.delete(dir);
    });
  working.set(dir, settled);
  return next;
}
