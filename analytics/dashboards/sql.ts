import { typeOf, type ViewName, viewHas } from './columns.ts';
import type {
  Aggregate,
  Chosen,
  Dimension,
  Filter,
  Measure,
  Value,
  Visual,
  Where,
  Words,
} from './definition.ts';
import { literal } from './literals.ts';

/** What a list of choices holds at most. */
export const mostOptions = 1000;

/**
 * The statement, in Athena's dialect, whose rows a visual shows. Dimensions come under the names of their columns,
 * values as `value_1`, `value_2`. Filters hold where the view has their column.
 * @throws UserError for a chosen value that cannot be one of its column
 */
export function visualSql(visual: Visual, filters: readonly Filter[], chosen: Chosen): string {
  const { view } = visual;
  const where = [
    ...whereSql(view, visual.where),
    ...filters.filter((filter) => applies(filter, view)).flatMap((filter) => chosenSql(view, filter, chosen)),
  ];
  const from = `FROM marts.${view}${where.length > 0 ? `\nWHERE ${where.join(' AND ')}` : ''}`;
  if (visual.kind === 'table') {
    const names = visual.fields.flatMap((field) => dimensionSql(view, field));
    const order = visual.sort.map(({ column, descending }) => `${column}${descending ? ' DESC' : ''}`);
    return `SELECT ${names.join(', ')}\n${from}\nORDER BY ${order.join(', ')}\nLIMIT ${visual.limit}`;
  }
  const keys = dimensionsOf(visual).flatMap((dimension) => dimensionSql(view, dimension));
  const values = valuesOf(visual).map(
    ({ measure }, index) => `${measureSql(view, measure)} AS value_${index + 1}`,
  );
  const select = `SELECT ${[...keys, ...values].join(', ')}\n${from}`;
  if (keys.length === 0) return select;
  const places = keys.map((_, index) => index + 1);
  const isRanked = visual.kind !== 'line' && 'sort' in visual && visual.sort === 'value';
  const order = isRanked ? [`${keys.length + 1} DESC NULLS LAST`, ...places] : places;
  const limit = 'limit' in visual && visual.limit ? `\nLIMIT ${visual.limit}` : '';
  return `${select}\nGROUP BY ${places.join(', ')}\nORDER BY ${order.join(', ')}${limit}`;
}

/** What can be chosen in a filter: its values with their labels. `of` asks for the labels of these values only. */
export function optionsSql(filter: Filter, of: readonly string[] = []): string {
  const { view, column, label } = filter;
  const names = [column, ...(label ? [label] : [])];
  const where = [`${column} IS NOT NULL`, ...(of.length > 0 ? [inSql(view, column, of)] : [])];
  const places = names.map((_, index) => index + 1);
  return `SELECT ${names.join(', ')}
FROM marts.${view}
WHERE ${where.join(' AND ')}
GROUP BY ${places.join(', ')}
ORDER BY ${[...places].reverse().join(', ')}
LIMIT ${mostOptions}`;
}

/** Whether a filter has a say in what is read from a view. */
export const applies = ({ column }: Filter, view: ViewName): boolean => viewHas(view, column);

/** The dimensions of a visual, in the order of its columns. */
export function dimensionsOf(visual: Visual): readonly Dimension[] {
  switch (visual.kind) {
    case 'kpi':
      return [];
    case 'bar':
    case 'stacked bar':
    case 'line':
      return [visual.by, ...(visual.split ? [visual.split] : [])];
    case 'heat map':
      return [visual.rows, visual.columns];
    case 'table':
      return visual.fields;
  }
}

/** The values of a visual, in the order of its columns. */
export function valuesOf(visual: Visual): readonly Titled[] {
  if (visual.kind === 'table') return [];
  if (visual.kind === 'kpi' || visual.kind === 'heat map') return [visual];
  return visual.values.map((value) => ({ title: visual.title, ...value }));
}

type Titled = Value & { readonly title: Words };

function dimensionSql(view: ViewName, { column, label, bucket }: Dimension): string[] {
  const key = bucket ? `date_trunc('${bucket}', ${column}) AS ${column}` : column;
  return label && viewHas(view, label) ? [key, label] : [key];
}

function measureSql(view: ViewName, measure: Measure): string {
  if (!('part' in measure)) return aggregateSql(view, measure);
  const [part, whole] = [measure.part, measure.whole].map((aggregate) => aggregateSql(view, aggregate));
  if (measure.fn === 'difference') return `${whole} - ${part}`;
  const ratio = `CAST(${part} AS double) / nullif(${whole}, 0)`;
  return measure.fn === 'rest' ? `1 - ${ratio}` : ratio;
}

function aggregateSql(view: ViewName, { fn, column, where }: Aggregate): string {
  const call = {
    count: `count(${column})`,
    distinct: `count(DISTINCT ${column})`,
    sum: `sum(${column})`,
    average: `avg(${column})`,
    min: `min(${column})`,
    max: `max(${column})`,
  }[fn];
  const holds = whereSql(view, where);
  return holds.length > 0 ? `${call} FILTER (WHERE ${holds.join(' AND ')})` : call;
}

const whereSql = (view: ViewName, where: Where | undefined): string[] =>
  Object.entries(where ?? {}).map(([column, values]) => inSql(view, column, [values ?? []].flat()));

function chosenSql(view: ViewName, filter: Filter, chosen: Chosen): string[] {
  const { id, column } = filter;
  const values = chosen[id] ?? [];
  if (values.length > 0) return [inSql(view, column, values)];
  return filter.initially ? [`${column} = (SELECT max(${column}) FROM marts.${filter.view})`] : [];
}

function inSql(view: ViewName, column: string, values: readonly (string | number | boolean)[]): string {
  const literals = values.map((value) => literal(typeOf(view, column), value));
  return literals.length === 1 ? `${column} = ${literals[0]}` : `${column} IN (${literals.join(', ')})`;
}
