import { contractOf } from '../../../datasets/catalog.ts';
import { openLedger } from '../../../ingestion/ledger/ledger.ts';
import { findState } from '../../../runtime/state.ts';
import type { Args, Io } from '../../command.ts';
import { paperOf, tableText } from '../../output/table.ts';
import { counted, grouped } from '../../output/text.ts';
import { write, writeJson } from '../../output/write.ts';

/** Values are printed where the ledger kept them, which it does only for columns that are not classified. */
export default async function list(
  { dir, dataset, limit, json }: Args<'quarantine list'>,
  { stdout, stderr, clock }: Io,
): Promise<undefined> {
  if (dataset !== undefined) contractOf(dataset);
  const ledger = openLedger(findState(dir).ledger, { clock, readOnly: true });
  const all = ledger.quarantine.list(dataset === undefined ? {} : { dataset }).reverse();
  ledger.close();
  const records = all.slice(0, limit);
  if (json) {
    return writeJson(
      stdout,
      records.map(({ payload: _payload, ...record }) => record),
    );
  }
  await write(
    stdout,
    tableText(
      [
        { title: 'id', right: true },
        { title: 'dataset' },
        { title: 'source' },
        { title: 'place' },
        { title: 'column' },
        { title: 'value' },
        { title: 'rule' },
      ],
      records.map((record) => [
        String(record.id),
        record.dataset,
        record.source,
        record.place,
        record.column ?? '',
        record.value ?? '',
        record.rule,
      ]),
      paperOf(stdout),
    ),
  );
  if (all.length > records.length) {
    stderr.write(`${grouped(records.length)} of ${counted(all.length, 'row')}; --limit shows more\n`);
  }
}
