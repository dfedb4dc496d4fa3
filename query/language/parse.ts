import type { Comparison, Facet, Filter, Include, Literal, Sort } from './ast.ts';
import { limits } from './limits.ts';
import { type Reader, readerOf } from './reader.ts';
import type { Token } from './tokens.ts';

const comparisons: ReadonlySet<string> = new Set<Comparison>(['=', '!=', '<', '<=', '>', '>=']);
const operatorHint =
  "after a column: = != < <= > >= ^= 'beginning', in ('a', 'b'), is null, is not null, contains 'item'";
const valueHint = "put text between quotes: 'Núñez'; numbers, dates, true and false need none";
const joinHint = 'join conditions with and, or; negate with not; group with parentheses';

/** Reads `family_name ^= 'nu' and has enrollments(class_id = '12')`. */
export function parseFilter(text: string): Filter {
  const reader = readerOf(text, 'filter');
  const filter = either(reader, 0);
  reader.end(joinHint);
  return filter;
}

/** Reads `family_name, birth_date desc nulls first`; `-birth_date` is short for `birth_date desc`. */
export function parseSort(text: string): Sort[] {
  const reader = readerOf(text, 'sort');
  const sort = sorts(reader);
  reader.end('columns are separated by commas: family_name, birth_date desc nulls first');
  return sort;
}

/** Reads `status, class_id limit 50`. */
export function parseFacets(text: string): Facet[] {
  const reader = readerOf(text, 'facet');
  const facets = separated(reader, () => {
    const path = pathOf(reader, 'name the columns whose values are counted: status, class_id limit 50');
    return reader.take('limit') ? { path, limit: reader.count('limit 50') } : { path };
  });
  reader.end('columns are separated by commas: status, class_id limit 50');
  return facets;
}

/** Reads `guardianships(guardian_id), enrollments[class_id = '12' sort begin_date limit 5](class_id)`. */
export function parseInclude(text: string): Include[] {
  const reader = readerOf(text, 'include');
  const include = includes(reader, 1);
  reader.end('relations are separated by commas; those of the related rows stand in parentheses behind');
  return include;
}

function either(reader: Reader, depth: number): Filter {
  return joined(reader, 'or', () => joined(reader, 'and', () => single(reader, depth)));
}

function joined(reader: Reader, kind: 'and' | 'or', part: () => Filter): Filter {
  const first = part();
  if (!reader.isNext(kind)) return first;
  const of = [first];
  while (reader.take(kind)) of.push(part());
  return { kind, of };
}

function single(reader: Reader, depth: number): Filter {
  if (depth >= limits.depth) reader.fail(`a filter of at most ${limits.depth} levels`, 'write it flatter');
  if (reader.take('not')) return { kind: 'not', of: single(reader, depth + 1) };
  if (reader.take('(')) {
    const inner = either(reader, depth + 1);
    reader.expect(')', joinHint);
    return inner;
  }
  if (reader.take('has')) return has(reader, depth);
  if (reader.isNext('text') && (reader.isNext(':', 1) || reader.isNext('(', 1))) return fullText(reader);
  return condition(reader);
}

function has(reader: Reader, depth: number): Filter {
  const relation = relationOf(reader);
  if (!reader.take('(')) return { kind: 'has', relation };
  const where = either(reader, depth + 1);
  reader.expect(')', joinHint);
  return { kind: 'has', relation, where };
}

function fullText(reader: Reader): Filter {
  const hint = "write text: 'words', or text(title, description): 'words'";
  reader.next();
  const columns = reader.take('(') ? separated(reader, () => reader.name(hint)) : null;
  if (columns) reader.expect(')', hint);
  reader.expect(':', hint);
  const words = textOf(reader, hint);
  return columns ? { kind: 'text', words, columns } : { kind: 'text', words };
}

function condition(reader: Reader): Filter {
  const path = pathOf(reader, "a condition begins with a column: grade = '09'");
  const { kind, value } = reader.peek();
  if (kind === 'symbol' && comparisons.has(value)) {
    reader.next();
    return { kind: 'compare', path, operator: value as Comparison, value: literal(reader) };
  }
  if (reader.take('^=')) return { kind: 'prefix', path, value: textOf(reader, valueHint) };
  if (reader.take('contains')) return { kind: 'contains', path, value: literal(reader) };
  if (reader.take('in')) {
    const hint = "list the values in parentheses: in ('a', 'b')";
    reader.expect('(', hint);
    const values = separated(reader, () => literal(reader));
    reader.expect(')', hint);
    return { kind: 'in', path, values };
  }
  if (reader.take('is')) {
    const negated = reader.take('not');
    if (!reader.take('null')) reader.fail('null', 'write is null or is not null');
    return negated ? { kind: 'not', of: { kind: 'null', path } } : { kind: 'null', path };
  }
  return reader.fail('an operator', operatorHint);
}

function literal(reader: Reader): Literal {
  if (reader.take('true')) return true;
  if (reader.take('false')) return false;
  if (reader.isNext('null')) reader.fail('a value', 'for missing values write is null or is not null');
  return textOf(reader, valueHint);
}

function textOf(reader: Reader, hint: string): string {
  const token: Token = reader.peek();
  if (token.kind !== 'text' && token.kind !== 'bare') return reader.fail('a value', hint);
  reader.next();
  return token.value;
}

function sorts(reader: Reader): Sort[] {
  return separated(reader, () => {
    const minus = reader.take('-');
    const path = pathOf(reader, 'name the columns to order by: family_name, birth_date desc');
    const descending = reader.take('desc') || (!reader.take('asc') && minus);
    if (!reader.take('nulls')) return { path, descending, nulls: 'last' };
    if (reader.take('first')) return { path, descending, nulls: 'first' };
    if (reader.take('last')) return { path, descending, nulls: 'last' };
    return reader.fail('first or last', 'write nulls first or nulls last');
  });
}

function includes(reader: Reader, depth: number): Include[] {
  if (depth > limits.includeDepth) {
    reader.fail(
      `at most ${limits.includeDepth} levels of related rows`,
      'ask for the rest in a query of its own',
    );
  }
  return separated(reader, () => {
    const relation = relationOf(reader);
    const options = reader.take('[') ? includeOptions(reader) : {};
    if (!reader.take('(')) return { relation, ...options };
    const include = includes(reader, depth + 1);
    reader.expect(')', 'relations of the related rows stand in parentheses, separated by commas');
    return { relation, ...options, include };
  });
}

function includeOptions(reader: Reader): Omit<Include, 'relation' | 'include'> {
  const hint = "between brackets: a filter, sort COLUMN, limit N, in this order: [status = 'active' limit 5]";
  const plain = ['sort', 'limit', ']'].some((word) => reader.isNext(word));
  const where = plain ? {} : { where: either(reader, 0) };
  const sort = reader.take('sort') ? { sort: sorts(reader) } : {};
  const limit = reader.take('limit') ? { limit: reader.count('limit 5') } : {};
  reader.expect(']', hint);
  return { ...where, ...sort, ...limit };
}

const pathOf = (reader: Reader, hint: string) => reader.dotted(hint).join('.');
const relationOf = (reader: Reader) =>
  reader
    .dotted('name a relation: a column that refers to a dataset, or a dataset that refers here')
    .join('.');

function separated<T>(reader: Reader, item: () => T): T[] {
  const items = [item()];
  while (reader.take(',')) items.push(item());
  return items;
}
