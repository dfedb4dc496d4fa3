import type { BackupResult } from '../../runtime/backup/backup.ts';
import type { RestoreResult } from '../../runtime/backup/restore.ts';
import { counted, grouped } from './text.ts';

/** What a backup holds, and how much of it is new. */
export function backupText(to: string, result: BackupResult): string {
  const { files, bytes, copiedFiles, copiedBytes, head, madeAt } = result;
  return (
    `${to}: ${counted(files, 'file')}, ${grouped(bytes)} bytes, up to place ${grouped(head)} of the bus, ` +
    `made at ${madeAt}\n` +
    `${counted(copiedFiles, 'file')} copied, ${grouped(copiedBytes)} bytes; the others were there\n`
  );
}

/**
 * What was restored, and what the person has to do now.
 * @param dir where it was restored to; null when the backup was only checked
 */
export function restoreText(dir: string | null, result: RestoreResult): string {
  const { files, bytes, head, madeAt, of } = result;
  const heading =
    `${dir === null ? 'intact' : `restored into ${dir}`}: ${counted(files, 'file')}, ${grouped(bytes)} bytes, ` +
    `of ${of}, up to place ${grouped(head)} of the bus, made at ${madeAt}\n`;
  const isFed = result.sources.some(({ kind }) => kind === 'postgres');
  if (dir === null || !isFed) return heading;
  return (
    `${heading}The monolith is no part of a backup. If it has been fed from since, ` +
    `start with "aljibe up --resnapshot"; "aljibe up" says so.\n`
  );
}
