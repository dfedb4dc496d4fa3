import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { UserError } from '../../../base/errors.ts';
import { catalog, contractOf } from '../../../datasets/catalog.ts';
import { odcsFile, odcsOf } from '../../../lake/standards/odcs.ts';
import type { Args, Io } from '../../command.ts';
import { counted } from '../../output/text.ts';
import { write, writeJson } from '../../output/write.ts';

export default async function odcs(
  { dataset, to, json }: Args<'dataset odcs'>,
  { stdout, stderr }: Io,
): Promise<undefined> {
  if (to !== undefined) {
    const names = dataset === undefined ? Object.keys(catalog) : [contractOf(dataset).name];
    mkdirSync(to, { recursive: true });
    for (const name of names) writeFileSync(join(to, odcsFile(name)), textOf(name));
    stderr.write(`${counted(names.length, 'contract')} in ${to}\n`);
    return;
  }
  if (dataset === undefined) {
    throw new UserError('DATASET is missing', {
      exitCode: 2,
      hint: 'Name one, or a folder for all of them with --to.',
    });
  }
  const contract = contractOf(dataset);
  return json ? writeJson(stdout, odcsOf(catalog, contract)) : write(stdout, textOf(contract.name));
}

const textOf = (name: string): string => stringify(odcsOf(catalog, contractOf(name)), { lineWidth: 0 });
