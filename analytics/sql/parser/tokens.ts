import { faultAt } from '../place.ts';

export interface Token {
  readonly kind: 'word' | 'quoted' | 'text' | 'binary' | 'integer' | 'decimal' | 'double' | 'sign' | 'end';
  /** What it means: a word as it is written, a name or text without its quotes. */
  readonly value: string;
  /** A word in upper case; a sign; nothing for what cannot be a key word. */
  readonly key: string;
  readonly at: number;
  readonly end: number;
}

const skipped = /(?:\s+|--[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const forms: readonly (readonly [Token['kind'], RegExp])[] = [
  ['binary', /x'([^']*)'/iy],
  ['word', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['double', /(?:\d+(?:_\d+)*(?:\.\d*)?|\.\d+)e[+-]?\d+/iy],
  ['decimal', /\d+(?:_\d+)*\.(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*/y],
  ['integer', /\d+(?:_\d+)*/y],
  ['text', /'((?:[^']|'')*)'/y],
  ['quoted', /"((?:[^"]|"")*)"/y],
  ['sign', /=>|->|<>|!=|<=|>=|\|\||[-+*/%=<>().,[\]:?;|]/y],
];

/**
 * The tokens of a statement, the last of them of the kind `end`.
 * @throws UserError at a character that begins none
 */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    skipped.lastIndex = at;
    skipped.test(sql);
    at = Math.max(at, skipped.lastIndex);
    if (at >= sql.length)
      return [...tokens, { kind: 'end', value: '', key: '', at: sql.length, end: sql.length }];
    const token = tokenAt(sql, at);
    if (token.kind !== 'text' && token.kind !== 'quoted') checkNumber(sql, token);
    tokens.push(token);
    at = token.end;
  }
}

function tokenAt(sql: string, at: number): Token {
  for (const [kind, form] of forms) {
    form.lastIndex = at;
    const found = form.exec(sql);
    if (found) return tokenOf(kind, found[0], found[1], at);
  }
  const sign = String.fromCodePoint(sql.codePointAt(at) ?? 0);
  if (sign === "'") throw faultAt(sql, at, 'a text has no end', "Close it with '.");
  if (sign === '"') throw faultAt(sql, at, 'a name has no end', 'Close it with ".');
  if (sign === '`') throw faultAt(sql, at, 'names are not quoted with `', 'Quote them as in "first name".');
  throw faultAt(sql, at, `the sign ${sign} means nothing here`);
}

function tokenOf(kind: Token['kind'], written: string, inner: string | undefined, at: number): Token {
  const place = { at, end: at + written.length };
  switch (kind) {
    case 'text':
      return { kind, value: (inner ?? '').replaceAll("''", "'"), key: '', ...place };
    case 'quoted':
      return { kind, value: (inner ?? '').replaceAll('""', '"'), key: '', ...place };
    case 'binary':
      return { kind, value: (inner ?? '').replaceAll(/\s/g, ''), key: '', ...place };
    case 'word':
      return { kind, value: written, key: written.toUpperCase(), ...place };
    case 'sign':
      return { kind, value: written, key: written === '!=' ? '<>' : written, ...place };
    default:
      return { kind, value: written.replaceAll('_', ''), key: '', ...place };
  }
}

/** `1a` and `2024_` are neither numbers nor names. */
function checkNumber(sql: string, { kind, end, at }: Token): void {
  const isNumber = kind === 'integer' || kind === 'decimal' || kind === 'double';
  if (isNumber && /[\p{L}_]/u.test(sql[end] ?? '')) {
    throw faultAt(
      sql,
      at,
      'a number runs into a name',
      'A name that begins with a digit needs quotes: "1a".',
    );
  }
}
