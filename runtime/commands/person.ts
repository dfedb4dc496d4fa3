import { contractOf } from '../../datasets/catalog.ts';
import type { AnyRow, Contract } from '../../datasets/contract.ts';
import { columnsAbout, erasedSubjects, type Identity } from '../../datasets/erasure.ts';
import type { WriterCommand } from '../command.ts';
import { nameOf, parsePerson } from '../erasure/person.ts';
import { planErasure, quarantinedOf } from '../erasure/plan.ts';
import { inTurn } from '../turns.ts';

export interface PersonArgs {
  /** `students:KEY` */
  readonly person: string;
  /** Leaves out the same person under their other keys. */
  readonly only: boolean;
  /** Whether the rows themselves are wanted, or how many there are. */
  readonly rows: boolean;
}

export interface Known {
  /** Every key of the person, the one that was asked for first. */
  readonly persons: readonly string[];
  readonly datasets: readonly {
    readonly dataset: string;
    /** Present rows that name them; of rows about others only what is about them. */
    readonly rows: readonly AnyRow[] | null;
    readonly count: number;
    /** Versions of these and of former rows that are kept. */
    readonly versions: number;
  }[];
  /** Rows of theirs that broke their contract, as the source sent them. */
  readonly quarantined: readonly { readonly dataset: string; readonly payload: AnyRow }[];
}

/** What the platform holds about a person: the answer to who asks for their own data (GDPR, article 15). */
export const person: WriterCommand<PersonArgs, Known> = (platform, args, { progress, signal }) =>
  inTurn(platform.stores, async () => {
    const { ledger } = platform.stores;
    progress({ step: 'looking for what tells of them' });
    const { identities, values, traces } = await planErasure(platform, parsePerson(args.person), {
      only: args.only,
      signal,
    });
    const datasets = [...traces].map(([dataset, of]) => {
      const contract = contractOf(dataset);
      const keys = [...new Set(of.map(({ key }) => key))].sort();
      const rows = keys
        .map((key) => shownOf(contract, ledger.get(dataset, key)?.row ?? null, identities))
        .filter((row) => row !== null);
      return { dataset, rows: args.rows ? rows : null, count: rows.length, versions: of.length };
    });
    const quarantined = quarantinedOf(ledger, { identities, values }).map(({ dataset, payload }) => ({
      dataset,
      payload,
    }));
    return { persons: identities.map(nameOf), datasets, quarantined };
  });

/** Null where the row, as it is now, names none of them. */
function shownOf(contract: Contract, row: AnyRow | null, identities: readonly Identity[]): AnyRow | null {
  if (!row) return null;
  const naming = erasedSubjects(contract).filter(({ person, column }) =>
    identities.some((one) => one.person === person && one.key === row[column]),
  );
  if (naming.length === 0) return null;
  if (naming.some(({ rule }) => rule === 'delete')) return row;
  const theirs = new Set(naming.flatMap(({ person }) => columnsAbout(contract, person)));
  const shown = Object.keys(contract.columns).filter(
    (name) => theirs.has(name) || (contract.columns[name]?.reveals ?? 'nothing') === 'nothing',
  );
  return Object.fromEntries(shown.map((name) => [name, row[name] ?? null]));
}
