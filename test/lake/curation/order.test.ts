import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChangeEvent } from '../../../datasets/change.ts';
import { notes, testLake } from '../support.ts';

/** What happens to a few keys, in the order of the ledger: version n of a key is its nth change. */
const histories = fc.array(
  fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    body: fc.option(fc.constantFrom('x', 'y', '')),
  }),
  { minLength: 1, maxLength: 16 },
);

/** The same events cut into flushes, some of them delivered twice, in any order. */
const deliveries = histories.chain((history) => {
  const versions = new Map<string, number>();
  const changes = history.map(({ key, body }) => {
    const version = (versions.get(key) ?? 0) + 1;
    versions.set(key, version);
    return { key, body, version };
  });
  const indexes = changes.map((_, index) => index);
  return fc
    .tuple(
      fc.shuffledSubarray(indexes, { minLength: indexes.length }),
      fc.array(fc.constantFrom(...indexes), { maxLength: 8 }),
      fc.integer({ min: 3, max: 10 }),
      fc.integer({ min: 3, max: 10 }),
    )
    .map(([order, again, perFlush, perMerge]) => ({
      changes,
      delivered: [...order, ...again],
      perFlush,
      perMerge,
    }));
});

/** Several files even for five rows. */
const tiny = { bytes: 2 ** 20, rows: 2, smallBytes: 2 ** 20, smallRows: 2 };

test('any order, repetition and division of the changes gives the same table', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, async ({ changes, delivered, perFlush, perMerge }) => {
      const lake = await testLake();
      const put = ({ key, body, version }: (typeof changes)[number]) => {
        const event: Partial<ChangeEvent> = { version };
        lake.bus.put(notes, key, body === null ? null : { note_id: key, body }, event);
      };
      for (let at = 0; at < delivered.length; at += perFlush) {
        for (const index of delivered.slice(at, at + perFlush))
          put(changes[index] as (typeof changes)[number]);
        await lake.flush({ maxRows: perFlush });
        if (at % 2 === 0) await lake.curate(notes, { limit: perMerge, limits: tiny });
      }
      await lake.curate(notes, { limit: perMerge, limits: tiny });
      const last = new Map(changes.map((change) => [change.key, change]));
      const expected = [...last.values()]
        .filter(({ body }) => body !== null)
        .sort((one, other) => (one.key < other.key ? -1 : 1))
        .map(({ key, body, version }) => [key, body, String(version)]);
      const rows = await lake.rows(notes);
      expect(rows.map(({ note_id, body, _version }) => [note_id, body, _version])).toEqual(expected);
    }),
    { numRuns: 12, seed: 20260301 },
  );
});
