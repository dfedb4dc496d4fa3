import { handOver } from '../../runtime/handover.ts';
import { findState } from '../../runtime/state.ts';
import { type Status, storedStatus } from '../../runtime/status.ts';
import type { Args, Io } from '../command.ts';
import { datasetsText, partsText } from '../output/status.ts';
import { paperOf } from '../output/table.ts';
import { write, writeJson } from '../output/write.ts';

/** What runs knows of its source; what stands still is read from the stores. */
export default async function status(
  { dir, json }: Args<'status'>,
  { stdout, clock }: Io,
): Promise<undefined> {
  const state = findState(dir);
  const running = await handOver(state, { command: 'status', args: {} }, () => {});
  const now = running ? (running.result as Status) : await storedStatus(state, clock);
  if (json) return writeJson(stdout, now);
  const paper = paperOf(stdout);
  const heading = `${state.dir}: ${now.running ? 'running' : 'stopped'}`;
  await write(stdout, `${heading}\n\n${partsText(now, paper)}\n${datasetsText(now.datasets, paper)}`);
}
