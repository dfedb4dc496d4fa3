import type { ViewName } from '../dashboards/columns.ts';
import type { Aggregate, Measure, Where } from '../dashboards/definition.ts';

/**
 * A measure as the expression of a calculated field
 * (https://docs.aws.amazon.com/quicksight/latest/user/calculated-field-reference.html).
 */
export function expression(measure: Measure): string {
  if (!('part' in measure)) return aggregate(measure);
  const [part, whole] = [aggregate(measure.part), aggregate(measure.whole)];
  if (measure.fn === 'difference') return `${whole} - ${part}`;
  const ratio = `${part} / ${whole}`;
  return `ifelse(${whole} <> 0, ${measure.fn === 'rest' ? `1 - ${ratio}` : ratio}, NULL)`;
}

const functions = {
  count: 'count',
  distinct: 'distinct_count',
  sum: 'sum',
  average: 'avg',
  min: 'min',
  max: 'max',
} as const;

function aggregate({ fn, column, where }: Aggregate): string {
  const condition = conditionOf(where);
  return condition ? `${functions[fn]}If({${column}}, ${condition})` : `${functions[fn]}({${column}})`;
}

function conditionOf(where: Where<ViewName> | undefined): string {
  return Object.entries(where ?? {})
    .map(([column, values]) => {
      const literals = [values ?? []].flat().map(constant);
      return literals.length === 1
        ? `{${column}} = ${literals[0]}`
        : `in({${column}}, [${literals.join(', ')}])`;
    })
    .join(' AND ');
}

function constant(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "\\'")}'`;
}
