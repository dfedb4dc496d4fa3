import { accessOf } from '../../../analytics/governance/access.ts';
import { martsOf } from '../../../analytics/marts.ts';
import { catalog } from '../../../datasets/catalog.ts';
import type { Contract } from '../../../datasets/contract.ts';
import { roles } from '../../../lake/governance/roles.ts';
import type { Account } from '../../../runtime/accounts/accounts.ts';
import type { DatasetSample } from '../../api.ts';
import type { Backend } from '../backend.ts';
import { startSql } from './start.ts';

export interface SampleOptions {
  readonly limit: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Some rows of a dataset as somebody in a role sees them, the same for the same seed. */
export async function seenSample(
  backend: Backend,
  contract: Contract,
  account: Account,
  { limit, seed, signal }: SampleOptions,
): Promise<DatasetSample> {
  const answer = await startSql(backend, sampleSql(contract, account, { limit, seed }), { account, signal });
  try {
    const rows: unknown[][] = [];
    for await (const batch of answer.batches()) rows.push(...batch);
    return { columns: answer.columns.map(({ name, type }) => ({ name, type: String(type) })), rows };
  } finally {
    await answer.close();
  }
}

/** By lot over what tells rows apart: the key or, where that is hidden, the pseudonyms of whom they are about. */
export function sampleSql(
  contract: Contract,
  { role }: Pick<Account, 'role'>,
  { limit, seed }: Pick<SampleOptions, 'limit' | 'seed'>,
): string {
  const { columns } = accessOf(catalog, martsOf(catalog), roles[role]).of(`curated.${contract.name}`);
  const seen = [...columns].filter(([, { isSeen }]) => isSeen).map(([name]) => name);
  const pseudonyms = seen.filter((name) => name.endsWith('_pid')).map((name) => `coalesce(${name}, '')`);
  const told = seen.includes(contract.key) ? [contract.key] : pseudonyms;
  const text = [`'${seed}'`, ...told, 'CAST(_version AS varchar)', 'CAST(_changed_at AS varchar)'].join(
    " || ' ' || ",
  );
  return `SELECT * FROM ${contract.name} ORDER BY md5(to_utf8(${text})) LIMIT ${limit}`;
}
