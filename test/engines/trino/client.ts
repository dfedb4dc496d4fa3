/**
 * A value as Trino's protocol has it, numbers as texts: no digit of an integer is lost, a floating one is written as
 * JavaScript does. Binary is base64.
 */
export type Value = string | boolean | null | readonly Value[] | { readonly [key: string]: Value };

export interface Answer {
  /** Types as Trino writes them: `decimal(5,2)`, `timestamp(6) with time zone`. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly Value[])[];
}

/** What Trino says of a statement that it refuses, or that failed on its way. */
export class TrinoError extends Error {
  /** For example `TYPE_MISMATCH`, `DIVISION_BY_ZERO`. */
  readonly kind: string;
  /** From 1, in characters. */
  readonly place: { readonly line: number; readonly column: number } | null;

  constructor({ message, errorName, errorLocation }: Failure) {
    super(message);
    this.kind = errorName;
    this.place = errorLocation
      ? { line: Number(errorLocation.lineNumber), column: Number(errorLocation.columnNumber) }
      : null;
  }
}

interface Failure {
  readonly message: string;
  readonly errorName: string;
  readonly errorLocation?: { readonly lineNumber: string; readonly columnNumber: string };
}

interface Page {
  readonly nextUri?: string;
  readonly columns?: Answer['columns'];
  readonly data?: Value[][];
  readonly error?: Failure;
}

export interface Session {
  readonly catalog?: string;
  readonly schema?: string;
  /** Default: UTC, as Athena's. */
  readonly timeZone?: string;
}

/**
 * Runs one statement (https://trino.io/docs/current/develop/client-protocol.html) and takes all its pages.
 * @throws TrinoError
 */
export async function askTrino(url: string, sql: string, session: Session = {}): Promise<Answer> {
  const headers = {
    'X-Trino-User': 'test',
    'X-Trino-Time-Zone': session.timeZone ?? 'UTC',
    // Without it, timestamps are cut to milliseconds.
    'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
    ...(session.catalog ? { 'X-Trino-Catalog': session.catalog } : {}),
    ...(session.schema ? { 'X-Trino-Schema': session.schema } : {}),
  };
  let page = await pageOf(fetch(`${url}/v1/statement`, { method: 'POST', headers, body: sql }));
  let columns: Answer['columns'] = [];
  const rows: Value[][] = [];
  for (;;) {
    if (page.error) throw new TrinoError(page.error);
    if (page.columns) columns = page.columns;
    if (page.data) rows.push(...page.data);
    if (!page.nextUri) break;
    page = await pageOf(fetch(page.nextUri, { headers }));
  }
  return { columns: columns.map(({ name, type }) => ({ name, type: typeText(type) })), rows };
}

async function pageOf(request: Promise<Response>): Promise<Page> {
  const response = await request;
  if (response.status !== 200) throw new Error(`Trino answered ${response.status}: ${await response.text()}`);
  return JSON.parse(await response.text(), numbersAsTexts as Parameters<typeof JSON.parse>[1]) as Page;
}

function numbersAsTexts(_key: string, value: unknown, { source }: { source: string }): unknown {
  if (typeof value !== 'number') return value;
  return /^-?\d+$/.test(source) ? source : String(value);
}

/** As `typeof` writes it. */
const typeText = (type: string) =>
  type
    .replace(/(\(\d+), (\d+\))/g, '$1,$2')
    .replace(/INTERVAL (DAY|YEAR) TO (SECOND|MONTH)/g, (text) => text.toLowerCase());
