import type { Column, ColumnType } from '../../../datasets/columns.ts';
import type { Contract } from '../../../datasets/contract.ts';
import { quotedText } from '../../../lake/iceberg/duckdb.ts';
import { type Change, isSame, paired } from './change.ts';
import { typeChanges } from './types.ts';

/** The new name by the one that a column had, of the columns that say so. */
export function renamesIn(before: Contract, after: Contract): Record<string, string> {
  const renames: Record<string, string> = {};
  for (const [name, { formerly }] of Object.entries(after.columns)) {
    if (formerly === undefined || Object.hasOwn(before.columns, name)) continue;
    if (Object.hasOwn(before.columns, formerly)) renames[formerly] = name;
  }
  return renames;
}

/** What changes in the columns of a dataset. */
export function columnChanges(before: Contract, after: Contract): Change[] {
  const renames = renamesIn(before, after);
  const known = Object.fromEntries(
    Object.entries(before.columns).map(([name, column]) => [renames[name] ?? name, column]),
  );
  const { gone, come, both } = paired<Column>(known, after.columns);
  const order = Object.keys(known).filter((name) => Object.hasOwn(after.columns, name));
  const isReordered = !isSame(
    order,
    Object.keys(after.columns).filter((name) => Object.hasOwn(known, name)),
  );
  return [
    ...Object.entries(renames).map(([from, to]) => renamed(before, from, to)),
    ...gone.map((name) => dropped(before, name)),
    ...come.map((name) => added(after, name)),
    ...both.flatMap((pair) => changed(before, pair)),
    ...(isReordered
      ? [{ place: after.name, what: 'columns in another order', kind: 'additive' } as const]
      : []),
  ];
}

/** An erasure finds changes in the raw zone by these names, also those of years ago. */
function staying({ key, subjects, retention }: Contract, column: string): Pick<Change, 'problem'> {
  if (![key, ...Object.values(subjects), retention.from].includes(column)) return {};
  return { problem: `${column} says whose a row is, or how long it is kept: it stays` };
}

function renamed(before: Contract, from: string, to: string): Change {
  return {
    place: `${before.name}.${from}`,
    what: `renamed to ${to}`,
    kind: 'breaking',
    concerns: { dataset: before.name },
    ...staying(before, from),
  };
}

function dropped(before: Contract, column: string): Change {
  const { name } = before;
  return {
    place: `${name}.${column}`,
    what: 'column dropped',
    kind: 'breaking',
    concerns: { dataset: name, where: `${column} IS NOT NULL` },
    ...staying(before, column),
  };
}

function added({ name, columns }: Contract, column: string): Change {
  const { optional, reveals = 'nothing' } = columns[column] as Column;
  const place = `${name}.${column}`;
  if (!optional) {
    const what = 'required column added: rows without it are refused';
    return { place, what, kind: 'breaking', concerns: { dataset: name } };
  }
  return reveals === 'nothing'
    ? { place, what: 'column added', kind: 'additive' }
    : { place, what: `column added that reveals ${reveals}`, kind: 'privacy' };
}

/** A column that there was and is. */
interface Pair {
  readonly dataset: string;
  readonly name: string;
  readonly before: Column;
  readonly after: Column;
}

function changed({ name: dataset }: Contract, columns: Omit<Pair, 'dataset'>): Change[] {
  const { name, before, after } = columns;
  const pair = { dataset, ...columns };
  const place = `${dataset}.${name}`;
  return [
    ...typeChanges(before.type, after.type).map((change) => ({ place, ...change })),
    ...optionalChanges(place, pair),
    ...vocabularyChanges(place, pair),
    ...referenceChanges(place, pair),
    ...revealChanges(place, pair),
    ...(before.es === after.es && before.meaning === after.meaning
      ? []
      : [{ place, what: 'described otherwise', kind: 'wording' } as const]),
  ];
}

function optionalChanges(place: string, { dataset, name, before, after }: Pair): Change[] {
  const [was, is] = [before.optional === true, after.optional === true];
  if (was === is) return [];
  if (is) return [{ place, what: 'may be missing', kind: 'widening' }];
  const concerns = { dataset, where: `${name} IS NULL` };
  return [{ place, what: 'required: rows without it are refused', kind: 'breaking', concerns }];
}

function vocabularyChanges(place: string, { dataset, name, before, after }: Pair): Change[] {
  const [was, is] = [before.vocabulary, after.vocabulary];
  if (isSame(was ?? null, is ?? null)) return [];
  if (!is) return [{ place, what: 'may have any value', kind: 'widening' }];
  if (!was) {
    const what = `has a vocabulary: ${is.join(', ')}; other values are kept as ext:`;
    return [{ place, what, kind: 'breaking', concerns: { dataset, where: `${name} IS NOT NULL` } }];
  }
  const came = is.filter((word) => !was.includes(word));
  const went = was.filter((word) => !is.includes(word));
  return [
    ...(came.length > 0 ? [{ place, what: `may be ${came.join(', ')}`, kind: 'widening' } as const] : []),
    ...(went.length > 0
      ? [
          {
            place,
            what: `is no longer ${went.join(', ')}`,
            kind: 'breaking',
            concerns: { dataset, where: wordsSql(name, after.type, went) },
          } as const,
        ]
      : []),
    ...(came.length + went.length === 0
      ? [{ place, what: 'vocabulary in another order', kind: 'wording' } as const]
      : []),
  ];
}

const wordsSql = (name: string, { kind }: ColumnType, words: readonly string[]): string =>
  kind === 'list'
    ? words.map((word) => `contains(${name}, ${quotedText(word)})`).join(' OR ')
    : `${name} IN (${words.map(quotedText).join(', ')})`;

function referenceChanges(place: string, { before, after }: Pair): Change[] {
  const [was, is] = [before.references, after.references];
  if (was === is) return [];
  if (was === undefined) return [{ place, what: `refers to ${is}`, kind: 'additive' }];
  if (is === undefined) return [{ place, what: `refers to ${was} no longer`, kind: 'widening' }];
  return [{ place, what: `refers to ${is}, not to ${was}`, kind: 'breaking' }];
}

function revealChanges(place: string, { before, after }: Pair): Change[] {
  const told = ({ reveals = 'nothing', whose }: Column) => `${reveals}${whose ? ` of the ${whose}` : ''}`;
  const [was, is] = [told(before), told(after)];
  return was === is ? [] : [{ place, what: `reveals ${is}, was ${was}`, kind: 'privacy' }];
}
