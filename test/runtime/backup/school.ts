import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { fixedClock } from '../../../base/clock.ts';
import type { Tools } from '../../../runtime/command.ts';
import type { WriterArgs, WriterName, WriterResult } from '../../../runtime/commands.ts';
import { runWriter } from '../../../runtime/writer.ts';
import { writeBundle } from '../../cli/bundle.ts';

export const clock = fixedClock('2026-03-02T10:00:00Z');
export const silent: Tools = { progress: () => {}, signal: new AbortController().signal };

export function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'aljibe-backup-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

/** Runs a command that writes, in this process. */
export function run<N extends WriterName>(
  dir: string,
  name: N,
  args: WriterArgs<N>,
): Promise<WriterResult<N>> {
  return runWriter(name, args, { dir, clock, ...silent });
}

/** A state directory with the rows of a small bundle and a document, below a folder. */
export async function school(root: string): Promise<{ readonly root: string; readonly state: string }> {
  const state = join(root, 'state');
  const load = { path: writeBundle(join(root, 'bundle')), maxRemovals: 0.2, acceptRemovals: [] };
  await run(state, 'load oneroster', load);
  mkdirSync(join(root, 'circulars'));
  writeFileSync(join(root, 'circulars', 'salida.txt'), 'Salida al museo el viernes\n');
  await run(state, 'load documents', { path: join(root, 'circulars') });
  return { root, state };
}
