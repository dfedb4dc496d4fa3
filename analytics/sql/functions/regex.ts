import { quotedText } from '../../../lake/iceberg/duckdb.ts';
import type { Argument, Call, FunctionDefinition } from '../registry.ts';
import { type SqlType, varcharOf } from '../types.ts';
import { inGroup } from './define.ts';
import { guarded, type Pattern, patternOf } from './patterns.ts';
import { lengthOf } from './text.ts';

const regex = inGroup('Regular expressions');

type Use = (text: string, pattern: Pattern, rest: readonly Argument[], call: Call) => string;

/** A function of a text and a pattern; `everywhere` when it looks for all matches. */
const using =
  (use: Use, everywhere = false) =>
  ([text, expression, ...rest]: readonly Argument[], call: Call): string => {
    if (expression?.type.kind === 'unknown' || expression?.sql.startsWith('CAST(NULL')) return 'NULL';
    const pattern = patternOf(expression, call);
    if (everywhere && pattern.takesNothing)
      call.refuse(
        1,
        'the regular expression matches where there is nothing',
        'Write + for *, or what must be there.',
      );
    return guarded(pattern, text?.sql ?? '', use(text?.sql ?? '', pattern, rest, call), call);
  };

function groupOf(argument: Argument | undefined, pattern: Pattern, call: Call): number {
  const group = argument ? Number(argument.literal ?? Number.NaN) : 0;
  if (!Number.isInteger(group)) return call.refuse(2, 'the number of a group must be written as a number');
  if (group > pattern.groups)
    return call.refuse(2, `Pattern has ${pattern.groups} groups. Cannot access group ${group}`);
  if (group > 0 && pattern.hasOptionalGroups)
    return call.refuse(1, 'a group that may be missing is not available', 'Take the match as a whole.');
  return group;
}

/** Null without a match, where DuckDB gives the empty text. */
const extracted: Use = (text, pattern, [index], call) => {
  const group = groupOf(index, pattern, call);
  const found = `regexp_extract(${text}, ${pattern.sql}, ${group})`;
  if (group === 0 && !pattern.takesNothing) return `nullif(${found}, '')`;
  return `CASE WHEN regexp_matches(${text}, ${pattern.sql}) THEN ${found} END`;
};

const all: Use = (text, pattern, [index], call) =>
  `regexp_extract_all(${text}, ${pattern.sql}, ${groupOf(index, pattern, call)})`;

/** How many characters stand before the first match. */
const position: Use = (text, { sql }) => {
  const pattern = `'(?s:^(.*?))(?:' || ${sql} || ')'`;
  return `CASE WHEN regexp_matches(${text}, ${sql}) THEN CAST(length(regexp_extract(${text}, ${pattern}, 1)) + 1 AS INTEGER) WHEN ${text} IS NOT NULL THEN -1 END`;
};

const replaced: Use = (text, pattern, [by], call) => {
  if (by && by.literal === null) {
    if (by.type.kind === 'unknown' || by.sql.startsWith('CAST(NULL')) return 'NULL';
    return call.refuse(2, 'the replacement must be written as a text');
  }
  return `regexp_replace(${text}, ${pattern.sql}, ${quotedText(replacement(by?.literal ?? '', pattern, call))}, 'g')`;
};

/** `$1`, `${name}` and `\$` as RE2 writes them. */
const replacement = (text: string, { groups, names }: Pattern, call: Call): string =>
  text.replaceAll(
    /\\(.?)|\$(?:(\d+)|\{([A-Za-z]\w*)\})?/gs,
    (part, escaped?: string, digits?: string, name?: string) => {
      if (part.startsWith('\\'))
        return escaped === '\\' ? '\\\\' : escaped || call.refuse(2, 'the replacement ends with a backslash');
      const group = name === undefined ? Number(digits ?? Number.NaN) : (names.get(name) ?? Number.NaN);
      if (!(group <= groups) || group > 9)
        return call.refuse(2, `the replacement names a group that there is not: ${part}`);
      return `\\${group}`;
    },
  );

function replacedType([value, , by]: readonly SqlType[]): SqlType {
  const [length, added] = [lengthOf(value), lengthOf(by)];
  if (length === null || added === null) return varcharOf();
  return varcharOf(length + Math.max(Math.floor((length * added) / 2), added) * (length + 1));
}

export const regularExpressions: readonly FunctionDefinition[] = [
  regex('regexp_like', 'Whether a regular expression matches some of a text.', {
    '(varchar, varchar) -> boolean': using((text, { sql }) => `regexp_matches(${text}, ${sql})`),
  }),
  regex('regexp_extract', 'The first match, or a group of it; null without a match.', {
    '(varchar(n), varchar) -> varchar(n)': using(extracted),
    '(varchar(n), varchar, bigint) -> varchar(n)': using(extracted),
  }),
  regex('regexp_extract_all', 'All matches, or a group of each.', {
    '(varchar(n), varchar) -> array(varchar(n))': using(all, true),
    '(varchar(n), varchar, bigint) -> array(varchar(n))': using(all, true),
  }),
  regex(
    'regexp_replace',
    'The text with all matches removed, or replaced by a text with `$1` for its groups.',
    {
      '(varchar(n), varchar) -> varchar(n)': using(replaced, true),
      '(varchar, varchar, varchar) -> varchar': { duckdb: using(replaced, true), gives: replacedType },
    },
  ),
  regex('regexp_count', 'How many matches there are.', {
    '(varchar, varchar) -> bigint': using(
      (text, { sql }) => `len(regexp_extract_all(${text}, ${sql}))`,
      true,
    ),
  }),
  regex('regexp_position', 'Where the first match begins, from 1; -1 without a match.', {
    '(varchar, varchar) -> integer': using(position),
  }),
  regex('regexp_split', 'The pieces of a text between matches.', {
    '(varchar(n), varchar) -> array(varchar(n))': using(
      (text, { sql }) => `regexp_split_to_array(${text}, ${sql})`,
      true,
    ),
  }),
];
