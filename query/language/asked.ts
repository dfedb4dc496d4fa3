import type { Filter, Query } from './ast.ts';
import { parseFacets, parseFilter, parseInclude, parseSort } from './parse.ts';

/** A query as people write it, each part in the query language. */
export interface AskedQuery {
  readonly dataset: string;
  readonly text?: string | undefined;
  /** All of them must hold. */
  readonly where?: readonly string[];
  readonly sort?: readonly string[];
  readonly facets?: readonly string[];
  readonly include?: readonly string[];
  readonly limit?: number;
  readonly after?: string | undefined;
}

/** @throws UserError with the place of what cannot be read */
export function queryOf({
  dataset,
  text,
  where = [],
  sort = [],
  facets = [],
  include = [],
  limit,
  after,
}: AskedQuery): Query {
  const filters = where.map(parseFilter);
  return {
    dataset,
    ...(text === undefined ? {} : { text }),
    ...(filters.length > 0 ? { where: all(filters) } : {}),
    ...(sort.length > 0 ? { sort: sort.flatMap(parseSort) } : {}),
    facets: facets.flatMap(parseFacets),
    include: include.flatMap(parseInclude),
    ...(limit === undefined ? {} : { limit }),
    ...(after === undefined ? {} : { after }),
    total: true,
  };
}

const all = (of: readonly Filter[]): Filter => (of.length === 1 ? (of[0] as Filter) : { kind: 'and', of });
