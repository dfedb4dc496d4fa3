/** Says what is wrong with a value at a place, or null. */
type Check = (value: unknown, at: string) => string | null;

const text: Check = (value, at) => (typeof value === 'string' && value !== '' ? null : `${at} is not a text`);
const flag: Check = (value, at) => (typeof value === 'boolean' ? null : `${at} is not true or false`);
const count: Check = (value, at) =>
  Number.isSafeInteger(value) && (value as number) > 0 ? null : `${at} is not a whole number from 1`;
const mark: Check = (value, at) => (value === '.' || value === ',' ? null : `${at} is neither "." nor ","`);
const constant: Check = (value, at) =>
  value === null || typeof value === 'string' || typeof value === 'boolean'
    ? null
    : `${at} is not a text, true, false or null`;

const first = (problems: Iterable<string | null>): string | null => {
  for (const problem of problems) if (problem) return problem;
  return null;
};

const list =
  (item: Check): Check =>
  (value, at) =>
    Array.isArray(value)
      ? first(value.map((each, index) => item(each, `${at}[${index}]`)))
      : `${at} is not a list`;

const record =
  (item: Check): Check =>
  (value, at) =>
    isObject(value)
      ? first(Object.entries(value).map(([name, each]) => item(each, `${at}.${name}`)))
      : `${at} is not an object`;

const object =
  (required: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check =>
  (value, at) => {
    if (!isObject(value)) return `${at} is not an object`;
    const known: Readonly<Record<string, Check>> = { ...required, ...optional };
    const unknown = Object.keys(value).find((name) => !Object.hasOwn(known, name));
    if (unknown !== undefined)
      return `${at}.${unknown} means nothing; known are ${Object.keys(known).join(', ')}`;
    const missing = Object.keys(required).find((name) => !Object.hasOwn(value, name));
    if (missing !== undefined) return `${at}.${missing} is missing`;
    return first(Object.entries(value).map(([name, each]) => known[name]?.(each, `${at}.${name}`) ?? null));
  };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const codes = record(constant);
const rules: Readonly<Record<string, Check>> = {
  column: object({ column: text }, { codes, separator: text, zone: text, otherwise: constant }),
  constant: object({ constant }),
  template: object({ template: text }, { codes }),
  lookup: object({ lookup: text, key: text, take: text }),
};

const rule: Check = (value, at) => {
  if (typeof value === 'string') return text(value, at);
  const kind = isObject(value) ? Object.keys(rules).find((name) => name in value) : undefined;
  return kind
    ? (rules[kind] as Check)(value, at)
    : `${at} is neither a column nor an object with ${Object.keys(rules).join(', ')}`;
};

const some = object({ column: text, in: list(text) });
const feed = object(
  { dataset: text, fields: record(rule) },
  { when: some, deletedWhen: some, occurredAt: text, derived: flag, snapshot: flag },
);
const file = object(
  { file: text, feeds: list(feed) },
  { dates: list(text), zone: text, decimalMark: mark, nulls: list(text), secret: list(text) },
);
const mapping = object({ name: text, version: count, files: list(file) });

/** What keeps a value out of JSON from being a mapping of tables, with its place; null if nothing does. */
export function shapeProblem(value: unknown): string | null {
  return mapping(value, 'mapping');
}
