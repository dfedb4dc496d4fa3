import type { ColumnOf, NumberOf, ViewName } from './columns.ts';
import type { Aggregate, Bar, Filter, HeatMap, Kpi, Line, Table, Visual, Where } from './definition.ts';

type Said<T> = T extends unknown ? Omit<T, 'kind' | 'view'> : never;

/**
 * The visuals of one view, whose columns the compiler then checks:
 * `const { bar } = over('attendance_daily')`, `bar('by-grade', { ... })`.
 */
export function over<const V extends ViewName>(view: V) {
  const visual =
    <T extends Visual<V>>(kind: T['kind']) =>
    (said: Said<T>): Visual =>
      ({ kind, view, ...said }) as unknown as Visual;
  return {
    kpi: visual<Kpi<V>>('kpi'),
    bar: visual<Bar<V>>('bar'),
    stackedBar: visual<Bar<V>>('stacked bar'),
    line: visual<Line<V>>('line'),
    heatMap: visual<HeatMap<V>>('heat map'),
    table: visual<Table<V>>('table'),
    filter: (said: Omit<Filter<V>, 'view'>): Filter => ({ view, ...said }) as unknown as Filter,
    /** Rows that have a value in the column. */
    count: (column: ColumnOf<V>, where?: Where<V>) => aggregate<V>('count', column, where),
    distinct: (column: ColumnOf<V>, where?: Where<V>) => aggregate<V>('distinct', column, where),
    smallest: (column: ColumnOf<V>, where?: Where<V>) => aggregate<V>('min', column, where),
    largest: (column: ColumnOf<V>, where?: Where<V>) => aggregate<V>('max', column, where),
    sum: (column: NumberOf<V>, where?: Where<V>) => aggregate<V>('sum', column, where),
    average: (column: NumberOf<V>, where?: Where<V>) => aggregate<V>('average', column, where),
    ratio: (part: Aggregate<V>, whole: Aggregate<V>) => ({ fn: 'ratio', part, whole }) as const,
    rest: (part: Aggregate<V>, whole: Aggregate<V>) => ({ fn: 'rest', part, whole }) as const,
    difference: (whole: Aggregate<V>, part: Aggregate<V>) => ({ fn: 'difference', part, whole }) as const,
  };
}

const aggregate = <V extends ViewName>(
  fn: Aggregate['fn'],
  column: ColumnOf<V>,
  where: Where<V> | undefined,
): Aggregate<V> => ({ fn, column, ...(where && { where }) }) as Aggregate<V>;
