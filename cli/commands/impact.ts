import { impactOf } from '../../analytics/lineage/trace.ts';
import { platformLineage } from '../../runtime/lineage.ts';
import type { Args, Io } from '../command.ts';
import { impactSummary, impactText } from '../output/lineage.ts';
import { paperOf } from '../output/table.ts';
import { write, writeJson } from '../output/write.ts';

export default async function impact(
  { column, json }: Args<'impact'>,
  { stdout, stderr }: Io,
): Promise<undefined> {
  const found = impactOf(platformLineage(), column);
  if (json) return writeJson(stdout, found);
  await write(stdout, impactText(found.affected, paperOf(stdout)));
  stderr.write(`${found.column}: ${impactSummary(found.affected)}\n`);
}
