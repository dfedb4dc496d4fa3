import { UserError } from '../../base/errors.ts';

export interface Token {
  /** `bare`: a number, date or instant without quotes. */
  readonly kind: 'name' | 'text' | 'bare' | 'symbol' | 'end';
  readonly value: string;
  /** Where it begins; the first character is 1. */
  readonly position: number;
  /** A name between backticks is never a keyword. */
  readonly quoted: boolean;
}

/** Words that mean something where a name may stand; as names they need backticks. */
export const keywords: ReadonlySet<string> = new Set(
  'and or not has in is null contains true false asc desc nulls first last sort limit'.split(' '),
);

const tokenForm =
  /\s*(?:(?<name>[A-Za-z_]\w*)|`(?<ticked>(?:[^`]|``)*)`|'(?<single>(?:[^']|'')*)'|"(?<double>(?:[^"]|"")*)"|(?<bare>[+-]?\d[\w:.+-]*)|(?<symbol>!=|<>|<=|>=|\^=|[=<>()[\],.:-]))/y;

/** Cuts a text into tokens; the last is always `end`. */
export function tokensOf(text: string, what: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  tokenForm.lastIndex = 0;
  while (tokenForm.lastIndex < end) {
    const from = tokenForm.lastIndex;
    const match = tokenForm.exec(text);
    if (!match?.groups) throw unreadable(text, from, what);
    tokens.push(tokenOf(match.groups, text, from));
  }
  return [...tokens, { kind: 'end', value: '', position: end + 1, quoted: false }];
}

function tokenOf(groups: Record<string, string | undefined>, text: string, from: number): Token {
  const position = from + (text.slice(from).match(/^\s*/)?.[0].length ?? 0) + 1;
  const { name, ticked, single, double, bare, symbol } = groups;
  if (name !== undefined) return { kind: 'name', value: name, position, quoted: false };
  if (ticked !== undefined)
    return { kind: 'name', value: ticked.replaceAll('``', '`'), position, quoted: true };
  if (single !== undefined)
    return { kind: 'text', value: single.replaceAll("''", "'"), position, quoted: true };
  if (double !== undefined)
    return { kind: 'text', value: double.replaceAll('""', '"'), position, quoted: true };
  if (bare !== undefined) return { kind: 'bare', value: bare, position, quoted: false };
  return { kind: 'symbol', value: symbol === '<>' ? '!=' : (symbol ?? ''), position, quoted: false };
}

function unreadable(text: string, from: number, what: string): UserError {
  const start = from + (text.slice(from).match(/^\s*/)?.[0].length ?? 0);
  const found = String.fromCodePoint(text.codePointAt(start) ?? 0);
  const open = found === "'" || found === '"' || found === '`';
  return syntaxError(
    what,
    start + 1,
    open ? `${found} is never closed` : `"${found}" means nothing here`,
    open ? `close it, and write ${found} twice where the text itself holds one` : 'put values between quotes',
  );
}

/** What is wrong with a text of the query language, and where. */
export function syntaxError(what: string, position: number, problem: string, hint: string): UserError {
  return new UserError(`${what}, position ${position}: ${problem}`, { hint, exitCode: 2 });
}
