import fc from 'fast-check';
import { expect, test } from 'vitest';
import { marks, school } from './school.ts';
import { openWorkbench } from './workbench.ts';

/** A batch: scores of some of few students, in which a student may come more than once. */
const batch = fc.array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 10 })), { maxLength: 8 });

test('whatever the batches, one by one, together and again they end in the last score of each key', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 4 }), async (batches) => {
      const last = Object.fromEntries(
        batches.flat().map(([student, score]) => [`m${student}`, `${score}.0000`]),
      );
      const bench = openWorkbench();
      try {
        const files = batches.map((rows, index) => {
          const name = `marks-${index}.csv`;
          bench.write(
            name,
            marks(...rows.map(([student, score]) => `m${student},c,t,,s${student},${score},D,`)),
          );
          return name;
        });
        const scores = () =>
          Object.fromEntries(Object.entries(bench.rows('results')).map(([key, row]) => [key, row.score]));
        for (const file of files) await bench.load([file], school);
        expect(scores()).toEqual(last);
        const head = bench.ledger.head();
        await bench.load(files, school);
        expect(bench.ledger.head()).toBe(head);
        for (const file of files) await bench.load([file], school);
        expect(scores()).toEqual(last);
      } finally {
        bench.close();
      }
    }),
    { seed: 11, numRuns: 10 },
  );
});
