import { viewColumns as views } from '../views/columns.ts';

type Views = typeof views;

export type ViewName = keyof Views & string;

/** A column of a view. Of a view that is only known at run time, any. */
export type ColumnOf<V extends ViewName> = ViewName extends V ? string : keyof Views[V] & string;

/** A column that holds numbers. */
export type NumberOf<V extends ViewName> = ViewName extends V
  ? string
  : {
      [C in keyof Views[V] & string]: Views[V][C] extends
        | 'integer'
        | 'bigint'
        | 'double'
        | 'real'
        | `decimal${string}`
        ? C
        : never;
    }[keyof Views[V] & string];

export const columnsOf = (view: ViewName): readonly string[] => Object.keys(views[view]);

export const viewHas = (view: ViewName, column: string): boolean => Object.hasOwn(views[view], column);

/** The type of a column, as Athena writes it. */
export function typeOf(view: ViewName, column: string): string {
  const type = (views[view] as Readonly<Record<string, string>>)[column];
  if (!type) throw new Error(`marts.${view} has no column ${column}`);
  return type;
}
