import { type BackupResult, backUp } from '../backup/backup.ts';
import type { WriterCommand } from '../command.ts';
import { inTurn } from '../turns.ts';

export interface BackupArgs {
  /** Absolute, since the command may run in another process. */
  readonly to: string;
}

/** Backs up the state directory while everything but maintenance goes on. */
export const backup: WriterCommand<BackupArgs, BackupResult> = ({ stores }, { to }, tools) =>
  inTurn(stores, () => backUp(stores, to, tools));
