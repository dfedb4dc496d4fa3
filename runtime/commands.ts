import type { Tools, WriterCommand } from './command.ts';
import type { Platform } from './platform.ts';

/** Every command that writes, loaded on demand. */
export const writerCommands = {
  'load oneroster': async () => (await import('./commands/loadOneroster.ts')).loadOneroster,
  'load table': async () => (await import('./commands/loadTable.ts')).loadTable,
  'load documents': async () => (await import('./commands/loadDocuments.ts')).loadDocuments,
  'quarantine replay': async () => (await import('./commands/replay.ts')).replay,
  'dataset rollback': async () => (await import('./commands/rollback.ts')).rollback,
  'dataset resume': async () => (await import('./commands/resume.ts')).resume,
  erase: async () => (await import('./commands/erase.ts')).erase,
  person: async () => (await import('./commands/person.ts')).person,
  'retention run': async () => (await import('./commands/retention.ts')).retention,
  backup: async () => (await import('./commands/backup.ts')).backup,
  rebuild: async () => (await import('./commands/rebuild.ts')).rebuild,
  maintain: async () => (await import('./commands/maintain.ts')).maintain,
  parity: async () => (await import('./commands/parity.ts')).parity,
  status: async () => (await import('./commands/status.ts')).status,
} satisfies Record<string, () => Promise<WriterCommand>>;

export type WriterName = keyof typeof writerCommands;

type CommandOf<N extends WriterName> = Awaited<ReturnType<(typeof writerCommands)[N]>>;
export type WriterArgs<N extends WriterName> = Parameters<CommandOf<N>>[1];
export type WriterResult<N extends WriterName> = Awaited<ReturnType<CommandOf<N>>>;

/** Runs a command on a platform that this process has open. */
export async function perform<N extends WriterName>(
  platform: Platform,
  name: N,
  args: WriterArgs<N>,
  tools: Tools,
): Promise<WriterResult<N>> {
  const command = (await writerCommands[name]()) as WriterCommand<WriterArgs<N>, WriterResult<N>>;
  return command(platform, args, tools);
}
