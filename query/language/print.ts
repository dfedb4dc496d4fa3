import type { Facet, Filter, Include, Literal, Sort } from './ast.ts';
import { keywords } from './tokens.ts';

/** The text form of a filter; `parseFilter` reads the same filter from it. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.of.map(printOperand).join(` ${filter.kind} `);
    case 'not':
      return filter.of.kind === 'null'
        ? `${printPath(filter.of.path)} is not null`
        : `not ${printOperand(filter.of)}`;
    case 'compare':
      return `${printPath(filter.path)} ${filter.operator} ${printLiteral(filter.value)}`;
    case 'in':
      return `${printPath(filter.path)} in (${filter.values.map(printLiteral).join(', ')})`;
    case 'null':
      return `${printPath(filter.path)} is null`;
    case 'prefix':
      return `${printPath(filter.path)} ^= ${printLiteral(filter.value)}`;
    case 'contains':
      return `${printPath(filter.path)} contains ${printLiteral(filter.value)}`;
    case 'text': {
      const columns = filter.columns ? `(${filter.columns.map(printName).join(', ')})` : '';
      return `text${columns}: ${printLiteral(filter.words)}`;
    }
    case 'has':
      return `has ${printPath(filter.relation)}${filter.where ? `(${printFilter(filter.where)})` : ''}`;
  }
}

export function printSort(sort: readonly Sort[]): string {
  return sort
    .map(({ path, descending, nulls }) => `${printPath(path)}${descending ? ' desc' : ''} nulls ${nulls}`)
    .join(', ');
}

export function printFacets(facets: readonly Facet[]): string {
  return facets.map(({ path, limit }) => `${printPath(path)}${limit ? ` limit ${limit}` : ''}`).join(', ');
}

export function printInclude(include: readonly Include[]): string {
  return include
    .map(({ relation, where, sort, limit, include: nested }) => {
      const options = [
        ...(where ? [printFilter(where)] : []),
        ...(sort ? [`sort ${printSort(sort)}`] : []),
        ...(limit ? [`limit ${limit}`] : []),
      ].join(' ');
      return `${printPath(relation)}${options ? `[${options}]` : ''}${nested ? `(${printInclude(nested)})` : ''}`;
    })
    .join(', ');
}

function printOperand(filter: Filter): string {
  const text = printFilter(filter);
  return filter.kind === 'and' || filter.kind === 'or' ? `(${text})` : text;
}

const printPath = (path: string) => path.split('.').map(printName).join('.');

function printName(name: string): string {
  const plain = /^[A-Za-z_]\w*$/.test(name) && !keywords.has(name.toLowerCase());
  return plain ? name : `\`${name.replaceAll('`', '``')}\``;
}

const printLiteral = (value: Literal) =>
  typeof value === 'boolean' ? String(value) : `'${value.replaceAll("'", "''")}'`;
