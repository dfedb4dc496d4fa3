import { UserError } from '../../base/errors.ts';
import { contractOf } from '../../datasets/catalog.ts';
import { parseInclude } from '../../query/language/parse.ts';
import { openSqliteSearch } from '../../query/sqlite/engine.ts';
import { findState } from '../../runtime/state.ts';
import type { Args, Io } from '../command.ts';
import { recordText } from '../output/records.ts';
import { paperOf } from '../output/table.ts';
import { write, writeJson } from '../output/write.ts';

export default async function get(
  { dir, dataset, key, include, json }: Args<'get'>,
  { stdout }: Io,
): Promise<undefined> {
  contractOf(dataset);
  const engine = openSqliteSearch(findState(dir).index);
  const item = await engine.get(dataset, key, include.flatMap(parseInclude));
  await engine.close();
  if (!item) {
    throw new UserError(`${dataset} has no row with this key`, {
      hint: `"aljibe search ${dataset}" finds rows by what they say.`,
    });
  }
  return json ? writeJson(stdout, item) : write(stdout, recordText(item, paperOf(stdout)));
}
