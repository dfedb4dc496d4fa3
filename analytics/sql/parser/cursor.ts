import type { UserError } from '../../../base/errors.ts';
import { faultAt } from '../place.ts';
import type { Expr, Name, Query } from '../syntax.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Words that name nothing without quotes. */
const reserved = new Set(
  `ALTER AND AS BETWEEN BY CASE CAST CONSTRAINT CREATE CROSS CUBE CURRENT_CATALOG CURRENT_DATE CURRENT_PATH
  CURRENT_ROLE CURRENT_SCHEMA CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DEALLOCATE DELETE DESCRIBE DISTINCT DROP
  ELSE END ESCAPE EXCEPT EXECUTE EXISTS EXTRACT FALSE FOR FROM FULL GROUP GROUPING HAVING IN INNER INSERT INTERSECT
  INTO IS JOIN JSON_ARRAY JSON_EXISTS JSON_OBJECT JSON_QUERY JSON_TABLE JSON_VALUE LEFT LIKE LISTAGG LOCALTIME
  LOCALTIMESTAMP NATURAL NORMALIZE NOT NULL ON OR ORDER OUTER PREPARE RECURSIVE RIGHT ROLLUP SELECT SKIP TABLE THEN
  TRIM TRUE UESCAPE UNION UNNEST USING VALUES WHEN WHERE WITH`.split(/\s+/),
);

/** Nesting beyond which a statement is refused before it exhausts the stack. */
const deepest = 400;

/** Queries, expressions and values hold each other in their own files; this breaks the circle of imports. */
export interface Grammar {
  query(cursor: Cursor): Query;
  expr(cursor: Cursor): Expr;
  /** What binds tighter than a predicate. */
  value(cursor: Cursor): Expr;
}

const queryWords = ['SELECT', 'WITH', 'VALUES', 'TABLE'];
const goesOn = ['UNION', 'INTERSECT', 'EXCEPT', 'ORDER', 'LIMIT', 'OFFSET', 'FETCH'];

/** Reads the tokens of one statement from left to right. */
export class Cursor {
  readonly sql: string;
  readonly #tokens: readonly Token[];
  readonly #grammar: Grammar;
  #index = 0;
  #depth = 0;

  constructor(sql: string, grammar: Grammar) {
    this.sql = sql;
    this.#tokens = tokensOf(sql);
    this.#grammar = grammar;
  }

  ahead(distance = 0): Token {
    return this.#tokens[Math.min(this.#index + distance, this.#tokens.length - 1)] as Token;
  }

  get at(): number {
    return this.ahead().at;
  }

  /** Whether the next tokens are these key words or signs. */
  sees(...keys: readonly string[]): boolean {
    return keys.every((key, index) => this.ahead(index).key === key);
  }

  next(): Token {
    const token = this.ahead();
    this.#index++;
    return token;
  }

  /** Takes these key words or signs if they come next. */
  takes(...keys: readonly string[]): boolean {
    if (!this.sees(...keys)) return false;
    this.#index += keys.length;
    return true;
  }

  /** @throws UserError when something else comes next */
  expect(...keys: readonly string[]): void {
    for (const key of keys) if (!this.takes(key)) throw this.unexpected(key);
  }

  /** The one of these words that comes next, taken. */
  takesOneOf<const W extends string>(...words: readonly W[]): W | null {
    const found = words.find((word) => this.sees(word));
    if (found !== undefined) this.#index++;
    return found ?? null;
  }

  /** Tries a way to read on; goes back where it stood when that way turns out wrong. */
  attempt<T>(read: () => T | null): T | null {
    const start = this.#index;
    const result = read();
    if (result === null) this.#index = start;
    return result;
  }

  isName(distance = 0): boolean {
    const { kind, key } = this.ahead(distance);
    return kind === 'quoted' || (kind === 'word' && !reserved.has(key));
  }

  name(what = 'a name'): Name {
    if (!this.isName()) {
      const { kind, value } = this.ahead();
      const hint =
        kind === 'word' ? `${value} is a word of SQL: as a name it needs quotes, "${value}".` : undefined;
      throw this.unexpected(what, hint);
    }
    const { value: text, at } = this.next();
    return { text, at };
  }

  /** `a`, `a.b`, `a.b.c`. */
  qualifiedName(what: string): Name[] {
    const names = [this.name(what)];
    while (this.takes('.')) names.push(this.name());
    return names;
  }

  text(what = 'a text in single quotes'): string {
    if (this.ahead().kind !== 'text') throw this.unexpected(what);
    return this.next().value;
  }

  /** One or more of something with commas between. */
  list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.takes(',')) items.push(read());
    return items;
  }

  query(): Query {
    return this.nested(() => this.#grammar.query(this));
  }

  expr(): Expr {
    return this.nested(() => this.#grammar.expr(this));
  }

  value(): Expr {
    return this.#grammar.value(this);
  }

  /** Whether a query comes next, perhaps one that begins in brackets: `(SELECT 1) UNION ...`. */
  startsQuery(distance = 0): boolean {
    const { key } = this.ahead(distance);
    if (key !== '(') return queryWords.includes(key);
    let [depth, end] = [1, distance + 1];
    for (; depth > 0 && this.ahead(end).kind !== 'end'; end++) {
      if (this.ahead(end).key === '(') depth++;
      else if (this.ahead(end).key === ')') depth--;
    }
    return this.startsQuery(distance + 1) && goesOn.includes(this.ahead(end).key);
  }

  /** Keeps the stack from its end. */
  nested<T>(read: () => T): T {
    if (++this.#depth > deepest) throw faultAt(this.sql, this.at, 'the statement is nested too deeply');
    const result = read();
    this.#depth--;
    return result;
  }

  unexpected(expected?: string, hint?: string): UserError {
    const { kind, value, at } = this.ahead();
    const found = kind === 'end' ? 'the end of the statement' : kind === 'text' ? `'${value}'` : `"${value}"`;
    return faultAt(
      this.sql,
      at,
      `${expected === undefined ? '' : `expected ${expected}, `}found ${found}`,
      hint,
    );
  }

  fault(at: number, message: string, hint?: string): UserError {
    return faultAt(this.sql, at, message, hint);
  }
}
