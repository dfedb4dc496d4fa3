import { quotedText } from '../../../lake/iceberg/duckdb.ts';
import type { Argument, Call } from '../registry.ts';

/**
 * A regular expression of Trino (Joni, Java's syntax) that means the same to DuckDB's RE2. What one of them lacks or
 * takes differently is refused at its place.
 */
export interface Pattern {
  /** A text of SQL. */
  readonly sql: string;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  /** It can match where there is nothing, which the two engines step over differently. */
  readonly takesNothing: boolean;
  /** A group of it can be left out of a match. */
  readonly hasOptionalGroups: boolean;
  /** `$` also stands before a line feed that ends the text; RE2 takes the very end only. */
  readonly hasEnd: boolean;
}

/** @throws UserError through `call` for a pattern that is not written down, or is not available */
export function patternOf(argument: Argument | undefined, call: Call): Pattern {
  const text = argument?.literal ?? null;
  if (text === null) return call.refuse(1, 'a regular expression must be written as a text');
  const problem = problemOf(text);
  if (problem !== null)
    return call.refuse(1, `the regular expression uses ${problem}, which is not available`);
  const names = new Map<string, number>();
  let groups = 0;
  const re2 = text.replaceAll(
    /\\.|\[(?:\\.|[^\]\\])*\]|\((?!\?)|\(\?<([A-Za-z]\w*)>/gs,
    (part, name?: string) => {
      if (part.startsWith('[')) return part.replaceAll(String.raw`\s`, String.raw`\s\x0B`);
      if (part.startsWith('\\'))
        return part === String.raw`\s`
          ? String.raw`[\s\x0B]`
          : part === String.raw`\S`
            ? String.raw`[^\s\x0B]`
            : part;
      groups++;
      if (name === undefined) return part;
      names.set(name, groups);
      return `(?P<${name}>`;
    },
  );
  const bare = text.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]/gs, 'x');
  return {
    sql: quotedText(re2),
    groups,
    names,
    takesNothing: takesNothing(text, call),
    hasOptionalGroups: /\)[?*]|\)\{0|\|/.test(bare),
    hasEnd: bare.includes('$'),
  };
}

/** What of a pattern is not the same in both, or null. */
function problemOf(text: string): string | null {
  const outside = text.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]/gs, (part) =>
    part.startsWith('\\') ? part : '[]',
  );
  if (/\(\?(?:=|!|<=|<!)/.test(outside)) return 'looking ahead or behind';
  if (/\(\?>|[*+?}]\+/.test(outside)) return 'a possessive quantifier or an atomic group';
  if (/\(\?(?!:|<[A-Za-z]|[is]+[):])/.test(outside)) return 'a group that begins with (?';
  const escaped = /\\(?![dDwWsSAztnrf]|p\{?[A-Z]|[^A-Za-z0-9])/.exec(text);
  if (escaped) return `\\${text[escaped.index + 1] ?? ''}`;
  if (/\\p\{[A-Z][a-z]?[^}]/.test(text)) return 'a class of characters by a long name';
  for (const [set] of text.matchAll(/(?<!\\)\[(?:\\.|[^\]\\])*\]/gs)) {
    if (/\[|&&/.test(set.slice(1))) return 'a set within a set';
    if (/\\[SDWbB]/.test(set) || set === '[]' || set === '[^]') return `the set ${set}`;
  }
  if (/\{,/.test(outside)) return 'a quantifier without a lower bound';
  return null;
}

/** Tried out on some texts by JavaScript, whose expressions are a superset of what is left by now. */
function takesNothing(text: string, call: Call): boolean {
  const [, flags = '', rest = ''] = /^(?:\(\?([is]+)\))?(.*)$/s.exec(text) ?? [];
  let expression: RegExp;
  try {
    expression = new RegExp(
      rest
        .replaceAll(/\\p([A-Z])/g, '\\p{$1}')
        .replaceAll(String.raw`\z`, '$')
        .replaceAll(String.raw`\A`, '^'),
      `gu${flags}`,
    );
  } catch {
    return call.refuse(
      1,
      'the regular expression is not available',
      'Write every sign that is no letter with a backslash.',
    );
  }
  return ['', 'a', 'a b', '1a,', '-', ' ', 'Año 2024'].some((probe) =>
    [...probe.matchAll(expression)].some(([match]) => match === ''),
  );
}

/** Ends the statement where a text ends with a line feed and the pattern looks at the end. */
export const guarded = (pattern: Pattern, text: string, value: string, call: Call): string =>
  pattern.hasEnd
    ? `CASE WHEN ends_with(${text}, chr(10)) THEN ${call.fail("'A text that ends with a line feed cannot be compared with $ here'")} ELSE ${value} END`
    : value;
