import { UserError } from '../../base/errors.ts';
import { catalog, contractOf } from '../../datasets/catalog.ts';
import type { AnyRow } from '../../datasets/contract.ts';
import { type Identity, withoutErased } from '../../datasets/erasure.ts';
import type { ErasedRows } from '../../ingestion/ledger/erase.ts';
import type { Ledger } from '../../ingestion/ledger/ledger.ts';
import type { QuarantineRecord } from '../../ingestion/ledger/quarantine.ts';
import { heldBy, heldWords } from '../../lake/curation/held.ts';
import { curatedDir } from '../../lake/dirs.ts';
import { findTraces, indexSubjects, type Traces } from '../../lake/erasure/find.ts';
import { openTable } from '../../lake/iceberg/versions.ts';
import type { Stores } from '../stores.ts';
import { type FoundPerson, findPerson, nameOf, unknownPerson } from './person.ts';
import type { Place } from './run.ts';

/** What an erasure would do, as data. */
export interface ErasurePlan extends FoundPerson {
  readonly rows: ErasedRows;
  readonly traces: Traces;
}

/**
 * Finds everything about a person, and changes nothing. What waits on the bus is brought to the sinks first.
 * @throws UserError for somebody whom nothing tells of
 */
export async function planErasure(
  { stores, pipeline }: Place,
  asked: Identity,
  { only, signal }: { readonly only: boolean; readonly signal: AbortSignal },
): Promise<ErasurePlan> {
  await pipeline.settle();
  const contracts = Object.values(catalog);
  await indexSubjects({ ...stores, contracts, signal });
  const person = await findPerson(stores, asked, only);
  const traces = await findTraces(person.identities, { ...stores, contracts });
  const rows = countRows(stores, person, traces);
  if (traces.size === 0 && rows.quarantined === 0) throw unknownPerson(asked, stores);
  return { ...person, rows, traces };
}

/** Live rows that would go or become anonymous, and rows in quarantine that are theirs. */
function countRows({ ledger }: Stores, { identities, values }: FoundPerson, traces: Traces): ErasedRows {
  const names = new Set(identities.map(nameOf));
  const isTheirs = (person: Identity['person'], key: string) => names.has(nameOf({ person, key }));
  const deleted: Record<string, number> = {};
  const anonymised: Record<string, number> = {};
  for (const [dataset, of] of traces) {
    const contract = contractOf(dataset);
    for (const key of new Set(of.map((trace) => trace.key))) {
      const row = ledger.get(dataset, key)?.row as AnyRow | null | undefined;
      const left = row ? withoutErased(contract, row, isTheirs) : row;
      if (!row || left === row) continue;
      const counts = left ? anonymised : deleted;
      counts[dataset] = (counts[dataset] ?? 0) + 1;
    }
  }
  return { deleted, anonymised, quarantined: quarantinedOf(ledger, { identities, values }).length };
}

/** Rows in quarantine that are this person's own, or hold a value which is theirs alone. */
export function quarantinedOf(
  { quarantine }: Ledger,
  { identities, values }: FoundPerson,
): QuarantineRecord[] {
  const names = new Set(identities.map(nameOf));
  const mentioned = new Set(values);
  return quarantine
    .list()
    .filter(
      ({ dataset, key, payload }) =>
        names.has(`${dataset}:${key}`) ||
        Object.values(payload).some((value) => value !== null && mentioned.has(value)),
    );
}

/** @throws UserError where one of these datasets is held */
export async function refuseHeld({ dirs }: Stores, traces: Traces): Promise<void> {
  for (const dataset of traces.keys()) {
    const table = await openTable(curatedDir(dirs, dataset));
    const why = table && heldBy(table.metadata);
    if (!why) continue;
    throw new UserError(`${dataset} is held ${heldWords[why]}, so nothing is erased from it`, {
      hint: `Let it go on first: aljibe dataset resume ${dataset}.`,
    });
  }
}
