import type { DuckDBConnection } from '@duckdb/node-api';
import { UserError } from '../../base/errors.ts';
import { catalog } from '../../datasets/catalog.ts';
import type { Person } from '../../datasets/columns.ts';
import type { AnyRow, Contract } from '../../datasets/contract.ts';
import type { Identity } from '../../datasets/erasure.ts';
import { nearNames } from '../../datasets/near.ts';
import { curatedDir } from '../../lake/dirs.ts';
import { ask } from '../../lake/duckdb.ts';
import { findRows } from '../../lake/erasure/find.ts';
import { quotedName, quotedText } from '../../lake/iceberg/duckdb.ts';
import { scanSql } from '../../lake/iceberg/scan.ts';
import { openTable } from '../../lake/iceberg/versions.ts';
import type { Stores } from '../stores.ts';
import { isTelling } from './verify/needles.ts';

/** The datasets of people, by the kind of person that their key names. */
const homes = new Map(
  Object.values(catalog).flatMap((contract): [Person, Contract][] =>
    (Object.entries(contract.subjects) as [Person, string][])
      .filter(([, column]) => column === contract.key)
      .map(([person]) => [person, contract]),
  ),
);

/** How a person is named: by the dataset that holds them, or as the account of a user. */
export const personSets: readonly string[] = [...[...homes.values()].map(({ name }) => name), 'users'];

/**
 * `students:KEY`.
 * @throws UserError for what names no person
 */
export function parsePerson(text: string): Identity {
  const colon = text.indexOf(':');
  const [set, key] = [text.slice(0, Math.max(0, colon)), text.slice(colon + 1)];
  if (colon < 1 || key === '') {
    throw new UserError(`"${text}" names no person`, { exitCode: 2, hint: 'Name one as students:KEY.' });
  }
  if (set === 'users') return { person: 'user', key };
  for (const [person, { name }] of homes) if (name === set) return { person, key };
  const near = nearNames(set, personSets);
  throw new UserError(`"${set}" holds no persons`, {
    exitCode: 2,
    hint: `${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}Persons are in ${personSets.join(', ')}.`,
  });
}

export const nameOf = ({ person, key }: Identity): string => `${homes.get(person)?.name ?? 'users'}:${key}`;

/** Columns of people whose values stand for one of them, wherever they are met. */
const numberColumns = ['user_id', 'username', 'identifier', 'email', 'sms', 'phone'] as const;

export interface FoundPerson {
  /** The one that was asked for, and the same person under other keys. */
  readonly identities: readonly Identity[];
  /** Keys, accounts, numbers and addresses, of today and of before, that are nobody else's and are met by chance nowhere. */
  readonly values: readonly string[];
}

/**
 * Finds under which keys a person is known: somebody with the same account, or the same official number, among
 * students, guardians and teachers is one person.
 * @param only leave it at the key that was asked for
 * @throws UserError where their account is another's as well
 */
export async function findPerson(stores: Stores, asked: Identity, only: boolean): Promise<FoundPerson> {
  const connection = await stores.engine.connect();
  try {
    let identities: readonly Identity[] = [asked];
    let own = await ownRows(identities);
    if (!only) {
      for (let known = 0; known < identities.length; ) {
        known = identities.length;
        identities = merged(identities, [...accountsOf(own), ...(await linkedTo(own))]);
        own = await ownRows(identities);
      }
    }
    refuseShared(await sharedAccounts(identities));
    const candidates = [...new Set([...identities.map(({ key }) => key), ...own.flatMap(valuesOf)])];
    const shared = await heldByOthers(candidates, identities);
    return {
      identities,
      values: candidates.filter((value) => isTelling(value) && !shared.has(value)).sort(),
    };
  } finally {
    connection.closeSync();
  }

  /** What their own datasets ever said of them. */
  async function ownRows(identities: readonly Identity[]): Promise<AnyRow[]> {
    const found = await findRows(identities, { ...stores, contracts: [...homes.values()] });
    return [...found.values()].flat().map(({ row }) => JSON.parse(row) as AnyRow);
  }

  /** People of other kinds with the same account or number. */
  async function linkedTo(rows: readonly AnyRow[]): Promise<Identity[]> {
    const linked: Identity[] = [];
    const values = (column: string) => [
      ...new Set(rows.flatMap((row) => (typeof row[column] === 'string' ? [row[column]] : []))),
    ];
    for (const [person, contract] of homes) {
      const found = await rowsWith(connection, stores, contract, {
        user_id: values('user_id'),
        identifier: values('identifier'),
      });
      linked.push(...found.map((row) => ({ person, key: String(row[contract.key]) })));
    }
    // Of one kind, two with one number are a fault of the data, and no one person.
    return linked.filter(({ person }) => person !== asked.person);
  }

  async function sharedAccounts(identities: readonly Identity[]): Promise<string[]> {
    const accounts = identities.filter(({ person }) => person === 'user').map(({ key }) => key);
    const found: string[] = [];
    for (const [person, contract] of homes) {
      for (const row of await rowsWith(connection, stores, contract, { user_id: accounts })) {
        const key = String(row[contract.key]);
        if (!identities.some((one) => one.person === person && one.key === key))
          found.push(nameOf({ person, key }));
      }
    }
    return found;
  }

  async function heldByOthers(candidates: readonly string[], identities: readonly Identity[]) {
    const held = new Set<string>();
    for (const [person, contract] of homes) {
      const where = Object.fromEntries(numberColumns.map((column) => [column, candidates]));
      for (const row of await rowsWith(connection, stores, contract, where)) {
        const isOwn = identities.some((one) => one.person === person && one.key === row[contract.key]);
        if (!isOwn) for (const value of valuesOf(row)) held.add(value);
      }
    }
    return held;
  }
}

const accountsOf = (rows: readonly AnyRow[]): Identity[] =>
  rows.flatMap(({ user_id: key }) => (typeof key === 'string' ? [{ person: 'user' as const, key }] : []));

function valuesOf(row: AnyRow): string[] {
  const given = (row.user_ids ?? []) as readonly { readonly identifier?: string | null }[];
  const values = [
    ...numberColumns.map((column) => row[column]),
    ...given.map(({ identifier }) => identifier),
  ];
  return values.filter((value): value is string => typeof value === 'string' && value !== '');
}

function merged(one: readonly Identity[], more: readonly Identity[]): Identity[] {
  const all = new Map([...one, ...more].map((identity) => [nameOf(identity), identity]));
  return [...all.values()];
}

/** Present rows of a dataset of people in which one of these columns has one of these values. */
async function rowsWith(
  connection: DuckDBConnection,
  { dirs }: Stores,
  { name, key }: Contract,
  values: Readonly<Record<string, readonly string[]>>,
): Promise<AnyRow[]> {
  const conditions = Object.entries(values)
    .filter(([, of]) => of.length > 0)
    .map(([column, of]) => `${quotedName(column)} IN (${of.map(quotedText).join(', ')})`);
  const table = conditions.length > 0 ? await openTable(curatedDir(dirs, name)) : null;
  if (!table) return [];
  const columns = [key, ...numberColumns].map(quotedName).join(', ');
  return ask(connection, `SELECT ${columns} FROM ${await scanSql(table)} WHERE ${conditions.join(' OR ')}`);
}

export function unknownPerson(asked: Identity, { ledger }: Stores): UserError {
  const name = nameOf(asked);
  return ledger.register.has(asked.person, asked.key)
    ? new UserError(`${name} was erased already: nothing tells of them`)
    : new UserError(`nothing tells of ${name}`, { hint: 'Look for their key with `aljibe search`.' });
}

function refuseShared(others: readonly string[]): void {
  if (others.length === 0) return;
  throw new UserError(`the account of this person is also that of ${others.join(', ')}`, {
    hint: 'Mend the account at its source; or leave it at the one key with --only.',
  });
}
