import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fixedClock } from '../../base/clock.ts';
import { curatedDir } from '../../lake/dirs.ts';
import { openPlatform } from '../../runtime/platform.ts';
import { createQuality } from '../../runtime/quality.ts';
import { runWriter } from '../../runtime/writer.ts';
import { writeBundle } from '../cli/bundle.ts';

const { signal } = new AbortController();

/** A state directory with one class, whose course may be missing. */
async function school() {
  const root = mkdtempSync(join(tmpdir(), 'aljibe-quality-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const dir = join(root, 'state');
  const clock = fixedClock('2026-03-02T10:00:00Z');
  const load = async (hasCourse: boolean) => {
    const path = writeBundle(join(root, 'bundle'), {
      'orgs.csv': 'sourcedId,status,dateLastModified,name,type\nesc,,,IES Miguel Delibes,school\n',
      'courses.csv': `sourcedId,title,orgSourcedId\n${hasCourse ? 'mat' : 'fis'},Matemáticas,esc\n`,
      'classes.csv':
        'sourcedId,title,courseSourcedId,classType,schoolSourcedId,termSourcedIds\nm1,Mates,mat,scheduled,esc,\n',
    });
    const args = { path, maxRemovals: 1, acceptRemovals: ['courses'] };
    await runWriter('load oneroster', args, { dir, clock, progress: () => {}, signal });
  };
  const platform = async () => {
    const opened = await openPlatform(dir, clock, { progress: () => {}, failed: () => {} });
    if (!opened) throw new Error('somebody else writes');
    return opened;
  };
  return { load, platform, clock };
}

test('a broken rule is kept with its number, once while it stays so, and again when it is mended', async () => {
  const { load, platform } = await school();
  const measure = async () => {
    const { stores, close } = await platform();
    try {
      const kept = await createQuality(stores).measureChanged(signal);
      return kept
        .filter(({ rule }) => rule === 'courses-exist')
        .map(({ broken, is_kept }) => ({ broken, is_kept }));
    } finally {
      await close();
    }
  };
  await load(false);
  expect(await measure()).toEqual([{ broken: '1', is_kept: false }]);
  expect(await measure()).toEqual([]);
  await load(true);
  expect(await measure()).toEqual([{ broken: '0', is_kept: true }]);
});

test('what did not change is not looked at again', async () => {
  const { load, platform, clock } = await school();
  await load(true);
  const { stores, close } = await platform();
  onTestFinished(close);
  const quality = createQuality(stores);
  expect((await quality.measureChanged(signal)).length).toBeGreaterThan(0);
  clock.advance(2n * 86_400_000_000n);
  expect(await quality.measureChanged(signal)).toEqual([]);
});

test('what could not be kept is kept the next time', async () => {
  const { load, platform } = await school();
  await load(false);
  const { stores, close } = await platform();
  onTestFinished(close);
  const full = () => {
    throw new Error('no space left on device');
  };
  const tries = [full, stores.ledger.accept];
  const ledger: typeof stores.ledger = {
    ...stores.ledger,
    accept: (...offered) => (tries.shift() ?? stores.ledger.accept)(...offered),
  };
  const quality = createQuality({ ...stores, ledger });
  await expect(quality.measureChanged(signal)).rejects.toThrow('no space left on device');
  const kept = await quality.measureChanged(signal);
  // The first that was to be kept, and nothing of what was kept behind it.
  expect(kept.map(({ dataset, rule }) => `${dataset} ${rule}`)).toEqual([
    'orgs parents-exist',
    'orgs official-codes-are-unique',
    'orgs time-zones-are-known',
  ]);
});

test('a dataset that cannot be read keeps no result of the others back, and is told', async () => {
  const { load, platform } = await school();
  await load(false);
  const { stores, close } = await platform();
  onTestFinished(close);
  const data = join(curatedDir(stores.dirs, 'orgs'), 'data');
  for (const name of readdirSync(data)) writeFileSync(join(data, name), 'torn');
  await expect(createQuality(stores).measureChanged(signal)).rejects.toThrow(/orgs/);
  const kept = [...stores.ledger.rows('quality_results')].map(({ row }) => row.rule);
  expect(kept).toContain('teachers-exist');
});
