import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReadEnd } from '../../../analytics/engine/readLog.ts';
import { roleEngine } from '../../../analytics/engine/role.ts';
import type { Footprint } from '../../../analytics/governance/footprint.ts';
import { catalog } from '../../../datasets/catalog.ts';
import type { TestLake } from '../../lake/support.ts';
import { lakeOfTwoSchools } from '../governance/school.ts';

let lake: TestLake;
beforeAll(async () => {
  lake = await lakeOfTwoSchools();
});
afterAll(() => lake.close());

/** An analyst, and what is kept of what they read. */
function analyst() {
  const kept: (Partial<ReadEnd> & Pick<Footprint, 'tables'>)[] = [];
  const engine = roleEngine(
    { dirs: lake.dirs, contracts: catalog },
    { role: 'analyst', schools: [] },
    {
      begin({ tables }) {
        const place = kept.push({ tables }) - 1;
        return (end) => {
          kept[place] = { tables, ...end };
        };
      },
    },
  );
  return { kept, run: (sql: string, signal?: AbortSignal) => engine.run(sql, { threads: 1, signal }) };
}

test('a read is kept before its first row, and with their number after the last', async () => {
  const { kept, run } = analyst();
  const answer = await run('SELECT org_id FROM orgs');
  expect(kept).toEqual([{ tables: ['curated.orgs'] }]);
  for await (const _ of answer.batches());
  await answer.close();
  expect(kept).toEqual([{ tables: ['curated.orgs'], outcome: 'done', rows: 2 }]);
});

test('rows that leave as Arrow count as well', async () => {
  const { kept, run } = analyst();
  const answer = await run('SELECT org_id FROM orgs');
  for await (const _ of answer.arrow('stream'));
  await answer.close();
  expect(kept).toEqual([{ tables: ['curated.orgs'], outcome: 'done', rows: 2 }]);
});

test('who leaves early has what was handed out until then', async () => {
  const { kept, run } = analyst();
  const answer = await run('SELECT n FROM UNNEST(sequence(1, 10000)) AS t(n)');
  for await (const _ of answer.batches()) break;
  await answer.close();
  expect(kept).toEqual([{ tables: [], outcome: 'stopped', rows: 2048 }]);
});

test('what the role may not name is kept as refused', async () => {
  const { kept, run } = analyst();
  await expect(run('SELECT family_name FROM students')).rejects.toThrow('cannot be resolved');
  await expect(run('EXPLAIN SELECT 1')).rejects.toThrow('may not ask how');
  expect(kept).toEqual([
    { tables: [], outcome: 'refused', rows: 0 },
    { tables: [], outcome: 'refused', rows: 0 },
  ]);
});

test('what fails on its way is kept as failed', async () => {
  const { kept, run } = analyst();
  const read = async () => {
    const answer = await run('SELECT 1 / length(substr(org_id, 1, 0)) FROM orgs');
    try {
      for await (const _ of answer.batches());
    } finally {
      await answer.close();
    }
  };
  await expect(read()).rejects.toThrow();
  expect(kept).toEqual([{ tables: ['curated.orgs'], outcome: 'failed', rows: 0 }]);
});

test('what is stopped while it begins is kept as stopped', async () => {
  const { kept, run } = analyst();
  await expect(run('SELECT org_id FROM orgs', AbortSignal.abort(new Error('enough')))).rejects.toThrow(
    'enough',
  );
  expect(kept).toEqual([{ tables: ['curated.orgs'], outcome: 'stopped', rows: 0 }]);
});

test('what cannot be kept is not read', async () => {
  const engine = roleEngine(
    { dirs: lake.dirs, contracts: catalog },
    { role: 'analyst', schools: [] },
    {
      begin() {
        throw new Error('the disk is full');
      },
    },
  );
  await expect(engine.run('SELECT org_id FROM orgs')).rejects.toThrow('the disk is full');
});
