import { catalog } from '../../../datasets/catalog.ts';
import { lakeFormation } from '../../../lake/governance/lakeFormation.ts';
import type { Args, Io } from '../../command.ts';
import { writeJson } from '../../output/write.ts';

export default async function compile(
  { school }: Args<'access compile'>,
  { stdout }: Io,
): Promise<undefined> {
  return writeJson(stdout, lakeFormation(catalog, school));
}
