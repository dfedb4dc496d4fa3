import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fixedClock } from '../../base/clock.ts';
import { curatedDir } from '../../lake/dirs.ts';
import type { Progress } from '../../runtime/handover.ts';
import { openPlatform } from '../../runtime/platform.ts';
import { createQuality } from '../../runtime/quality.ts';
import { layoutOf } from '../../runtime/state.ts';
import { storedStatus } from '../../runtime/status.ts';
import { runWriter } from '../../runtime/writer.ts';
import { writeBundle } from '../cli/bundle.ts';

const { signal } = new AbortController();

/** A state directory with one class, whose course may be missing. */
async function school() {
  const root = mkdtempSync(join(tmpdir(), 'aljibe-quality-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const dir = join(root, 'state');
  const clock = fixedClock('2026-03-02T10:00:00Z');
  const load = async (hasCourse: boolean, type = 'school', progress: (step: Progress) => void = () => {}) => {
    const path = writeBundle(join(root, 'bundle'), {
      'orgs.csv': `sourcedId,status,dateLastModified,name,type\nesc,,,IES Miguel Delibes,${type}\n`,
      'courses.csv': `sourcedId,title,orgSourcedId\n${hasCourse ? 'mat' : 'fis'},Matemáticas,esc\n`,
      'classes.csv':
        'sourcedId,title,courseSourcedId,classType,schoolSourcedId,termSourcedIds\nm1,Mates,mat,scheduled,esc,\n',
    });
    const args = { path, maxRemovals: 1, acceptRemovals: ['courses'] };
    await runWriter('load oneroster', args, { dir, clock, progress, signal });
  };
  const platform = async () => {
    const opened = await openPlatform(dir, clock, { progress: () => {}, failed: () => {} });
    if (!opened) throw new Error('somebody else writes');
    return opened;
  };
  return { load, platform, clock, dir };
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
    'orgs schools-remain',
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

test('a load that would leave no school keeps the organisations as they were, until somebody takes it', async () => {
  const { load, dir, clock } = await school();
  await load(true);
  const told: string[] = [];
  const progress = ({ step }: { step: string }) => void told.push(step);
  const state = async () =>
    (await storedStatus(layoutOf(dir), clock)).datasets.find(({ dataset }) => dataset === 'orgs');
  await load(true, 'district', progress);
  expect(await state()).toMatchObject({ rows: 1, held: 'rule', curated: 1 });
  expect(told.join('\n')).toContain('orgs is held: its next commit would break schools-remain (1 of 1 rows)');
  const options = { dir, clock, progress, signal };
  await expect(runWriter('dataset resume', { dataset: 'orgs', discard: true }, options)).rejects.toThrow(
    'orgs is held by a rule: there is no rollback whose changes could be discarded',
  );
  await runWriter('dataset resume', { dataset: 'orgs', discard: false }, options);
  expect(await state()).toMatchObject({ held: null });
});
