import { fixedClock } from '../../../../base/clock.ts';
import { notes, type TestBus, testBus } from '../../fixtures.ts';

/** The same changes in every process: 40 rounds over a dozen keys, some of them deletes. */
export function history(): { readonly bus: TestBus; readonly expected: readonly string[] } {
  const bus = testBus(fixedClock('2026-03-01T10:00:00Z'));
  const present = new Map<string, string>();
  for (let round = 1; round <= 40; round++) {
    for (let index = 0; index < 5; index++) {
      const key = `k${(round * 7 + index * 5) % 12}`;
      const isDelete = (round + index) % 6 === 0;
      bus.put(notes, key, isDelete ? null : { note_id: key, body: `round ${round}` });
      if (isDelete) present.delete(key);
      else present.set(key, `round ${round}`);
    }
  }
  return { bus, expected: [...present].map(([key, body]) => `${key} ${body}`).sort() };
}
