/** What a person asks, as it stands in the address of the page: a search can be kept and sent. */
export interface Asked {
  readonly dataset: string;
  readonly text: string;
  readonly filter: string;
  readonly sort: string;
  /** Values chosen among the facets, as conditions of the query language. */
  readonly chosen: readonly string[];
}

export const usualDataset = 'students';

export function askedOf(query: string): Asked {
  const found = new URLSearchParams(query);
  return {
    dataset: found.get('dataset') ?? usualDataset,
    text: found.get('text') ?? '',
    filter: found.get('filter') ?? '',
    sort: found.get('sort') ?? '',
    chosen: found.getAll('only'),
  };
}

export function addressOf({ dataset, text, filter, sort, chosen }: Asked): string {
  const query = new URLSearchParams({ dataset });
  for (const [name, value] of Object.entries({ text, filter, sort }))
    if (value.trim() !== '') query.set(name, value.trim());
  for (const condition of chosen) query.append('only', condition);
  return query.toString();
}
