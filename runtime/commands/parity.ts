import { existsSync } from 'node:fs';
import { UserError } from '../../base/errors.ts';
import type { WriterCommand } from '../command.ts';
import { checkParity, type ParityReport } from '../parity.ts';
import { connectSource, type Platform } from '../platform.ts';

export interface ParityArgs {
  readonly databaseUrl?: string | undefined;
}

/** Compares a platform with its sources; a monolith that is not connected is for the time of the comparison. */
export const parity: WriterCommand<ParityArgs, ParityReport> = async (platform, { databaseUrl }, tools) => {
  if (platform.source || !hasMonolith(platform)) return checkParity(platform, tools);
  const { stores } = platform;
  if (databaseUrl === undefined && !existsSync(stores.state.postgres)) {
    throw new UserError('the rows of the monolith are here, but not the monolith', {
      hint: 'Name its database with DATABASE_URL.',
    });
  }
  tools.progress({ step: 'starting the monolith' });
  const source = await connectSource(stores, { databaseUrl, report: () => {} });
  try {
    return await Promise.race([checkParity({ ...platform, source }, tools), failureOf(source.feeder.done)]);
  } finally {
    await source.close();
  }
};

const hasMonolith = ({ stores }: Platform) => stores.ledger.list().some(({ kind }) => kind === 'postgres');

/** A feeder that cannot go on ends the wait for it. */
async function failureOf(done: Promise<void>): Promise<never> {
  await done;
  return new Promise(() => {});
}
