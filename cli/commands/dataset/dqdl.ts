import { catalog, contractOf } from '../../../datasets/catalog.ts';
import { dqdlOf } from '../../../lake/standards/dqdl.ts';
import type { Args, Io } from '../../command.ts';
import { write, writeJson } from '../../output/write.ts';

export default async function dqdl(
  { dataset, json }: Args<'dataset dqdl'>,
  { stdout }: Io,
): Promise<undefined> {
  const contract = contractOf(dataset);
  const ruleset = dqdlOf(catalog, contract);
  return json ? writeJson(stdout, { dataset: contract.name, ruleset }) : write(stdout, ruleset);
}
