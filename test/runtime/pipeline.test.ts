import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPipeline } from '../../runtime/pipeline.ts';
import { openPlatform } from '../../runtime/platform.ts';
import { clock, folder } from './backup/school.ts';

test('whoever waits for the stores is not kept by rows that come in all the while', async () => {
  const platform = await openPlatform(join(folder(), 'state'), clock, {
    failed: () => {},
    progress: () => {},
  });
  if (!platform) throw new Error('locked');
  const { stores } = platform;
  let rows = 0;
  function write(): void {
    const key = `${++rows}`;
    stores.ledger.accept(stores.ledger.source('legacy', 'postgres'), {
      changes: [
        {
          dataset: 'courses',
          key,
          op: 'upsert',
          row: { course_id: key, title: 'Lengua' },
          unchanged: [],
          partial: false,
          extra: null,
          position: key.padStart(8, '0'),
          occurredAt: null,
          place: `cursos ${key}`,
          payload: {},
          mapping: 'cursos',
          mappingVersion: 1,
        },
      ],
      rejections: [],
    });
  }
  const busy = {
    ...stores,
    raw: {
      ...stores.raw,
      async pull(limit: number) {
        write();
        return stores.raw.pull(limit);
      },
    },
  };
  write();
  const pipeline = createPipeline(busy, { failed: () => {} });
  await pipeline.settle();
  expect(stores.raw.checkpoint()).toBeGreaterThanOrEqual(1);
  expect(stores.query.checkpoint()).toBeGreaterThanOrEqual(1);
  await platform.close();
});
