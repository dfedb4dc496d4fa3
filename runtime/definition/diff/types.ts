import type { ColumnType } from '../../../datasets/columns.ts';
import { type Change, isSame, paired } from './change.ts';

/**
 * What changes in the type of a column: more digits before the point, and other members inside of structs, can be
 * told to a table; everything else needs another column.
 * @param inside where in the column, in words
 */
export function typeChanges(before: ColumnType, after: ColumnType, inside = ''): Omit<Change, 'place'>[] {
  if (isSame(before, after)) return [];
  if (before.kind === 'decimal' && after.kind === 'decimal' && before.scale === after.scale) {
    const digits = `${inside}has ${after.precision} digits, was ${before.precision}`;
    return after.precision > before.precision
      ? [{ what: digits, kind: 'widening' }]
      : [{ what: `${digits}: longer values are refused`, kind: 'breaking' }];
  }
  if (before.kind === 'list' && after.kind === 'list') {
    return typeChanges(before.of, after.of, `${inside}item `);
  }
  if (before.kind === 'struct' && after.kind === 'struct') {
    return memberChanges(before.fields, after.fields, inside);
  }
  return [
    {
      what: `${inside}is ${typeText(after)}, was ${typeText(before)}`,
      kind: 'breaking',
      problem: 'stored values cannot follow: add a column of another name, and drop this one later',
    },
  ];
}

function memberChanges(
  before: Readonly<Record<string, ColumnType>>,
  after: Readonly<Record<string, ColumnType>>,
  inside: string,
): Omit<Change, 'place'>[] {
  const { gone, come, both } = paired(before, after);
  return [
    ...gone.map(
      (name): Omit<Change, 'place'> => ({
        what: `${inside}${name} dropped`,
        kind: 'breaking',
        problem: 'a member of a struct stays: leave it empty, or drop the whole column',
      }),
    ),
    ...come.map((name): Omit<Change, 'place'> => ({ what: `${inside}${name} added`, kind: 'additive' })),
    ...both.flatMap(({ name, before: was, after: is }) => typeChanges(was, is, `${inside}${name} `)),
  ];
}

function typeText(type: ColumnType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`;
    case 'list':
      return `list of ${typeText(type.of)}`;
    default:
      return type.kind;
  }
}
