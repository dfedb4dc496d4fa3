import { contractOf } from '../../../datasets/catalog.ts';
import type { Args, Io } from '../../command.ts';
import { contractText } from '../../output/contract.ts';
import { paperOf } from '../../output/table.ts';
import { write, writeJson } from '../../output/write.ts';

export default async function show(
  { dataset, json }: Args<'dataset show'>,
  { stdout }: Io,
): Promise<undefined> {
  const contract = contractOf(dataset);
  return json ? writeJson(stdout, contract) : write(stdout, contractText(contract, paperOf(stdout)));
}
