/** What a query may ask for, so that none can exhaust an engine. Every engine keeps to the same bounds. */
export const limits = {
  page: { usual: 20, most: 1000 },
  facet: { usual: 10, most: 1000 },
  include: { usual: 20, most: 1000 },
  /** Nesting of conditions, and of `has` in them. */
  depth: 20,
  includeDepth: 5,
  /** Conditions of one filter, the values of `in` not counted. */
  conditions: 500,
  inValues: 1000,
  /** Words of one full text condition. */
  words: 50,
} as const;
