import { UserError } from '../../base/errors.ts';
import type { ColumnType } from '../../datasets/columns.ts';
import type { Contract } from '../../datasets/contract.ts';
import { searchedFields } from '../text/searched.ts';
import { folded } from '../text/words.ts';
import type { Filter, Include, Query, Sort } from './ast.ts';
import type { BoundFilter, BoundInclude, BoundQuery, BoundSort, BoundText } from './bound.ts';
import { readCursor } from './cursor.ts';
import { type Field, fieldOf, unknown } from './fields.ts';
import { limits } from './limits.ts';
import { literalValue } from './literals.ts';
import { type Contracts, relationOf } from './relations.ts';

/** Checks a query against the contracts and finds what it names. UserError with the place where it cannot. */
export function bindQuery(contracts: Contracts, query: Query): BoundQuery {
  const contract = contractIn(contracts, query.dataset);
  const text = query.text === undefined ? null : bindText(contract, query.text);
  const ranked = text !== null && query.sort === undefined;
  const sort = bindSort(contract, query.sort ?? []);
  return {
    contract,
    text,
    where: bindWhere(contracts, contract, query.where),
    ranked,
    sort,
    facets: (query.facets ?? []).map(({ path, limit }) => ({
      field: facetField(contract, path),
      limit: within('facet', limits.facet, limit),
    })),
    include: bindInclude(contracts, contract, query.include),
    limit: within('page', limits.page, query.limit),
    after: query.after === undefined ? null : readCursor(contract, ranked, sort, query.after),
    total: query.total ?? false,
  };
}

/** Checks what is to be attached to rows of a dataset. */
export function bindInclude(
  contracts: Contracts,
  contract: Contract,
  include: readonly Include[] = [],
  depth = 1,
): BoundInclude[] {
  if (depth > limits.includeDepth && include.length > 0) {
    throw refusal(`related rows nest deeper than ${limits.includeDepth} levels`);
  }
  return include.map((item, at) => {
    const relation = relationOf(contracts, contract, item.relation);
    if (include.findIndex((other) => other.relation === item.relation) < at) {
      throw refusal(`${contract.name}: "${item.relation}" is attached twice`);
    }
    return {
      relation,
      where: bindWhere(contracts, relation.to, item.where),
      sort: bindSort(relation.to, item.sort ?? []),
      limit: within('include', limits.include, item.limit),
      include: bindInclude(contracts, relation.to, item.include, depth + 1),
    };
  });
}

export function contractIn(contracts: Contracts, dataset: string): Contract {
  if (Object.hasOwn(contracts, dataset)) return contracts[dataset] as Contract;
  throw unknown(`"${dataset}" is no dataset`, dataset, Object.keys(contracts));
}

function bindWhere(contracts: Contracts, contract: Contract, where: Filter | undefined): BoundFilter | null {
  if (!where) return null;
  let conditions = 0;

  function bind(contract: Contract, filter: Filter, depth: number): BoundFilter {
    if (depth > limits.depth) throw refusal(`a filter nests deeper than ${limits.depth} levels`);
    if (++conditions > limits.conditions) {
      throw refusal(
        `a filter has more than ${limits.conditions} conditions`,
        'list many values with in (...)',
      );
    }
    switch (filter.kind) {
      case 'and':
      case 'or':
        if (filter.of.length === 0) throw refusal(`"${filter.kind}" joins no conditions`);
        return { kind: filter.kind, of: filter.of.map((part) => bind(contract, part, depth + 1)) };
      case 'not':
        return { kind: 'not', of: bind(contract, filter.of, depth + 1) };
      case 'text':
        return { kind: 'text', ...bindText(contract, filter.words, filter.columns) };
      case 'has': {
        const relation = relationOf(contracts, contract, filter.relation);
        const inner = filter.where ? bind(relation.to, filter.where, depth + 1) : null;
        return { kind: 'has', relation, where: inner };
      }
      default:
        return bindCondition(contract, fieldOf(contract, filter.path), filter);
    }
  }
  return bind(contract, where, 1);
}

type Condition = Extract<Filter, { path: string }>;

function bindCondition(contract: Contract, field: Field, filter: Condition): BoundFilter {
  const { type } = field;
  const canonical = (type: ColumnType, value: string | boolean) =>
    literalValue(contract.name, field, type, value);
  switch (filter.kind) {
    case 'null':
      return { kind: 'null', field };
    case 'compare':
      single(contract, field);
      if (type.kind === 'boolean' && filter.operator !== '=' && filter.operator !== '!=') {
        throw refusal(
          `${contract.name}.${field.path} is true or false: it has no order`,
          'compare with = or !=',
        );
      }
      return { kind: 'compare', field, operator: filter.operator, value: canonical(type, filter.value) };
    case 'in':
      single(contract, field);
      if (filter.values.length > limits.inValues) {
        throw refusal(`${contract.name}.${field.path}: "in" lists more than ${limits.inValues} values`);
      }
      return { kind: 'in', field, values: filter.values.map((value) => canonical(type, value)) };
    case 'contains':
      if (type.kind !== 'list' || !isSingle(type.of)) {
        throw refusal(`${contract.name}.${field.path} is no list of values`, 'compare a single value with =');
      }
      return { kind: 'contains', field, value: canonical(type.of, filter.value) };
    case 'prefix':
      if (type.kind !== 'text') {
        throw refusal(
          `${contract.name}.${field.path} is no text: it has no beginning`,
          'compare with >= and <',
        );
      }
      return { kind: 'prefix', field, value: field.words ? folded(filter.value) : filter.value };
  }
}

function bindText(contract: Contract, text: string, columns?: readonly string[]): BoundText {
  const searched = searchedFields(contract);
  const names = searched.map(({ name }) => name);
  if (names.length === 0) throw refusal(`${contract.name} has no text to search`, 'filter by its columns');
  const stray = columns?.find((column) => !names.includes(column));
  if (stray !== undefined)
    throw unknown(`${contract.name}: full text does not read "${stray}"`, stray, names);
  const words = [...new Set(folded(text).split(' '))].filter((word) => word !== '');
  if (words.length > limits.words) throw refusal(`more than ${limits.words} words are searched for at once`);
  return { words, fields: columns ? searched.filter(({ name }) => columns.includes(name)) : searched };
}

function bindSort(contract: Contract, sort: readonly Sort[]): BoundSort[] {
  const bound = sort.map(({ path, descending, nulls }) => {
    const field = fieldOf(contract, path);
    single(contract, field);
    return { field, descending, nulls };
  });
  const key = bound.findIndex(({ field }) => field.path === contract.key);
  // Nothing is left to order once the key has.
  return key >= 0
    ? bound.slice(0, key + 1)
    : [...bound, { field: fieldOf(contract, contract.key), descending: false, nulls: 'last' }];
}

function facetField(contract: Contract, path: string): Field {
  const field = fieldOf(contract, path);
  if (field.type.kind !== 'list' || !isSingle(field.type.of)) single(contract, field);
  return field;
}

const isSingle = ({ kind }: ColumnType) => kind !== 'list' && kind !== 'struct' && kind !== 'json';

function single(contract: Contract, field: Field): void {
  const { kind } = field.type;
  if (isSingle(field.type)) return;
  const place = `${contract.name}.${field.path}`;
  if (kind === 'list') throw refusal(`${place} is a list`, "ask with contains: grades contains '09'");
  if (kind === 'json') throw refusal(`${place} is JSON`, 'only is null can be asked of it');
  throw refusal(`${place} has fields`, `name one of them: ${field.path}.${firstField(field.type)}`);
}

const firstField = (type: ColumnType) => (type.kind === 'struct' ? Object.keys(type.fields)[0] : '');

function within(what: string, { usual, most }: { usual: number; most: number }, asked = usual): number {
  if (Number.isInteger(asked) && asked >= 1 && asked <= most) return asked;
  throw refusal(`the limit of a ${what} is a whole number from 1 to ${most}, not ${asked}`);
}

const refusal = (message: string, hint?: string) =>
  new UserError(message, { exitCode: 2, ...(hint ? { hint } : {}) });
