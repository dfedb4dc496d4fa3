import { UserError } from '../../../base/errors.ts';
import { openLedger } from '../../../ingestion/ledger/ledger.ts';
import { findState } from '../../../runtime/state.ts';
import type { Args, Io } from '../../command.ts';
import { cellOf } from '../../output/rows.ts';
import { fieldsText, paperOf } from '../../output/table.ts';
import { write, writeJson } from '../../output/write.ts';

export default async function show(
  { dir, id, json }: Args<'quarantine show'>,
  { stdout, clock }: Io,
): Promise<undefined> {
  const ledger = openLedger(findState(dir).ledger, { clock, readOnly: true });
  const record = ledger.quarantine.get(id);
  ledger.close();
  if (!record) {
    throw new UserError(`no row ${id} is in quarantine`, {
      hint: 'A row leaves it when a good one arrives. See "aljibe quarantine list".',
    });
  }
  if (json) return writeJson(stdout, record);
  const { payload, ...about } = record;
  const paper = paperOf(stdout);
  return write(stdout, `${fieldsText(fieldsOf(about), paper)}\n${fieldsText(fieldsOf(payload), paper)}`);
}

const fieldsOf = (record: object) =>
  Object.entries(record).map(([name, value]) => [name, cellOf(value)] as const);
