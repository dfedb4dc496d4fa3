import type { Args, Io } from '../command.ts';
import { parityText } from '../output/parity.ts';
import { paperOf } from '../output/table.ts';
import { write, writeJson } from '../output/write.ts';
import { handed } from '../writer.ts';

export default async function parity({ dir, json }: Args<'parity'>, io: Io): Promise<number> {
  const report = await handed('parity', { databaseUrl: io.env.DATABASE_URL }, dir, io);
  if (json) await writeJson(io.stdout, report);
  else await write(io.stdout, parityText(report, paperOf(io.stdout)));
  return report.equal ? 0 : 1;
}
