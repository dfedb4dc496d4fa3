import { keywords, syntaxError, type Token, tokensOf } from './tokens.ts';

/** Walks over the tokens of one text. */
export interface Reader {
  peek(ahead?: number): Token;
  next(): Token;
  /** Steps over the symbol or keyword if it stands here. */
  take(word: string): boolean;
  expect(symbol: string, hint: string): void;
  isNext(word: string, ahead?: number): boolean;
  name(hint: string): string;
  /** Names joined by dots. */
  dotted(hint: string): string[];
  count(hint: string): number;
  end(hint: string): void;
  fail(expected: string, hint: string, token?: Token): never;
}

export function readerOf(text: string, what: string): Reader {
  const tokens = tokensOf(text, what);
  const last = tokens.length - 1;
  let at = 0;

  const peek = (ahead = 0) => tokens[Math.min(at + ahead, last)] as Token;
  const next = () => tokens[Math.min(at++, last)] as Token;

  function isNext(word: string, ahead = 0): boolean {
    const { kind, value, quoted } = peek(ahead);
    return kind === 'symbol' ? value === word : kind === 'name' && !quoted && value.toLowerCase() === word;
  }
  function take(word: string): boolean {
    const there = isNext(word);
    if (there) at += 1;
    return there;
  }
  function fail(expected: string, hint: string, token = peek()): never {
    const found = token.kind === 'end' ? 'the end' : `"${token.value}"`;
    throw syntaxError(what, token.position, `${expected} was expected, found ${found}`, hint);
  }
  function name(hint: string): string {
    const token = peek();
    if (token.kind !== 'name') return fail('a name', hint);
    if (!token.quoted && keywords.has(token.value.toLowerCase())) {
      return fail('a name', `put a name that is also a keyword between backticks: \`${token.value}\``);
    }
    at += 1;
    return token.value;
  }
  function dotted(hint: string): string[] {
    const names = [name(hint)];
    while (take('.')) names.push(name('a name follows each dot'));
    return names;
  }
  function count(hint: string): number {
    const { kind, value } = peek();
    if (kind !== 'bare' || !/^[1-9]\d{0,8}$/.test(value)) return fail('a number from 1', hint);
    at += 1;
    return Number(value);
  }

  return {
    peek,
    next,
    take,
    isNext,
    fail,
    name,
    dotted,
    count,
    expect(symbol, hint) {
      if (!take(symbol)) fail(`"${symbol}"`, hint);
    },
    end(hint) {
      if (peek().kind !== 'end') fail('the end', hint);
    },
  };
}
