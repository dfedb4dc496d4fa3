import { quotedText } from '../../../lake/iceberg/duckdb.ts';
import type { Argument, Call, FunctionDefinition } from '../registry.ts';
import { type SqlType, varcharOf } from '../types.ts';
import { failIf, inGroup } from './define.ts';

const text = inGroup('Text');
const operator = inGroup('Text', 'operator');

/** What Trino trims: white space of Java, which leaves out the spaces that do not break. */
const blanks = quotedText(
  '\t\n\v\f\r\x1c\x1d\x1e\x1f \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u2028\u2029\u205f\u3000',
);

const isPositive = (argument: Argument | undefined) => /^[1-9]\d*$/.test(argument?.literal ?? '');

/** Counts from the end for negative numbers; outside of the text there is nothing. */
function substring([value, start, length]: readonly Argument[]): string {
  const [text, from, count] = [value?.sql, start?.sql, length?.sql];
  const rest = count === undefined ? '' : `, ${count}`;
  const taken = `substring(${text}, ${from}${rest})`;
  if (isPositive(start) && (count === undefined || isPositive(length))) return taken;
  const outside = `${from} = 0 OR ${from} < -length(${text})${count === undefined ? '' : ` OR ${count} <= 0`}`;
  const missing = [text, from, ...(count === undefined ? [] : [count])]
    .map((sql) => `${sql} IS NULL`)
    .join(' OR ');
  return `CASE WHEN ${missing} THEN NULL WHEN ${outside} THEN '' ELSE ${taken} END`;
}

/** The longest text that a replacement can give. */
function replacedType([value, , by]: readonly SqlType[]): SqlType {
  const [length, added] = [lengthOf(value), by ? lengthOf(by) : 0];
  if (length === null || added === null) return varcharOf();
  return varcharOf(length + added * (by ? length + 1 : 0));
}

export const lengthOf = (type: SqlType | undefined): number | null =>
  type?.kind === 'varchar' ? (type.length ?? null) : 0;

/** DuckDB leaves a text as it is when nothing is to be replaced; Trino puts the other between all characters. */
const replaced = ([value, what, by]: readonly Argument[]): string => {
  const plain = `replace(${value?.sql}, ${what?.sql}, ${by?.sql ?? "''"})`;
  if (what?.literal) return plain;
  const between = `${by?.sql ?? "''"} || array_to_string(list_transform(regexp_extract_all(${value?.sql}, '(?s).'), lambda s: s || ${by?.sql ?? "''"}), '')`;
  return `CASE WHEN ${what?.sql} = '' THEN ${between} ELSE ${plain} END`;
};

const padded = (name: string) =>
  failIf("$2 < 0 OR $3 = ''", 'Padding needs a length and a text', `${name}($1, CAST($2 AS INTEGER), $3)`);

function splitPart([value, delimiter, index]: readonly Argument[], call: Call): string {
  const part = `string_split(${value?.sql}, ${delimiter?.sql})[${index?.sql}]`;
  if (isPositive(index)) return part;
  return `CASE WHEN ${index?.sql} < 1 THEN ${call.fail("'Index must be greater than zero'")} ELSE ${part} END`;
}

const parts = 'string_split($1, $2)';

/** Entries of `a=1,b=2`: each has the sign between key and value once. */
const entries = "CASE WHEN $1 = '' THEN [] ELSE string_split($1, $2) END";
const checkedEntries = (value: string) =>
  failIf(
    `len(list_filter(${entries}, lambda e: len(string_split(e, $3)) <> 2)) > 0 OR $2 = '' OR $3 = '' OR $2 = $3`,
    'Key-value delimiter must appear exactly once in each entry',
    value,
  );
const sides = (side: number) => `list_transform(${entries}, lambda e: string_split(e, $3)[${side}])`;

export const texts: readonly FunctionDefinition[] = [
  operator('||', 'Both, one behind the other; null where one is null.', {
    '(varchar, varchar) -> varchar': '$1 || $2',
  }),
  text('concat', 'All of them, one behind the other; null where one is null.', {
    '(varchar, varchar...) -> varchar': (args) => args.map(({ sql }) => sql).join(' || '),
  }),
  text(
    'concat_ws',
    'Texts, or the elements of an array, with a separator between them; nulls are left out.',
    {
      '(varchar, varchar...) -> varchar': 'concat_ws($*)',
      '(varchar, array(varchar)) -> varchar':
        "CASE WHEN $2 IS NOT NULL THEN coalesce(array_to_string($2, $1), CASE WHEN $1 IS NOT NULL THEN '' END) END",
    },
  ),
  text('length', 'How many characters, or bytes of binary, there are.', {
    '(varchar) -> bigint': 'length($1)',
    '(varbinary) -> bigint': 'octet_length($1)',
  }),
  text('lower', 'The text in lower case.', { '(varchar(n)) -> varchar(n)': 'lower($1)' }),
  text('upper', 'The text in upper case.', {
    // DuckDB has a capital of ß.
    '(varchar(n)) -> varchar(n)':
      "CASE WHEN contains($1, 'ß') THEN array_to_string(list_transform(string_split($1, 'ß'), lambda s: upper(s)), 'ß') ELSE upper($1) END",
  }),
  text('trim', 'The text without white space, or the characters given, at both ends.', {
    '(varchar(n)) -> varchar(n)': `trim($1, ${blanks})`,
    '(varchar(n), varchar) -> varchar(n)': 'trim($1, $2)',
  }),
  text('ltrim', 'The text without white space, or the characters given, at its beginning.', {
    '(varchar(n)) -> varchar(n)': `ltrim($1, ${blanks})`,
    '(varchar(n), varchar) -> varchar(n)': 'ltrim($1, $2)',
  }),
  text('rtrim', 'The text without white space, or the characters given, at its end.', {
    '(varchar(n)) -> varchar(n)': `rtrim($1, ${blanks})`,
    '(varchar(n), varchar) -> varchar(n)': 'rtrim($1, $2)',
  }),
  ...['substr', 'substring'].map((name) =>
    text(
      name,
      'The rest of a text from a position, or so many characters of it; negative positions count from the end.',
      {
        '(varchar(n), bigint) -> varchar(n)': substring,
        '(varchar(n), bigint, bigint) -> varchar(n)': substring,
      },
    ),
  ),
  text('strpos', 'Where a text begins in another, from 1; 0 when it is not there. Also `position(a IN b)`.', {
    '(varchar, varchar) -> bigint': 'strpos($1, $2)',
  }),
  text('starts_with', 'Whether a text begins with another.', {
    '(varchar, varchar) -> boolean': 'starts_with($1, $2)',
  }),
  text('replace', 'The text with all occurrences of another replaced, or removed.', {
    '(varchar, varchar) -> varchar': { duckdb: replaced, gives: ([value]) => value ?? varcharOf() },
    '(varchar, varchar, varchar) -> varchar': { duckdb: replaced, gives: replacedType },
  }),
  text('reverse', 'The characters, or elements of an array, from the last to the first.', {
    '(varchar(n)) -> varchar(n)': "array_to_string(list_reverse(regexp_extract_all($1, '(?s).')), '')",
    '(array(T)) -> array(T)': 'list_reverse($1)',
  }),
  text('lpad', 'The text filled up at its beginning, or cut, to a length.', {
    '(varchar, bigint, varchar) -> varchar': padded('lpad'),
  }),
  text('rpad', 'The text filled up at its end, or cut, to a length.', {
    '(varchar, bigint, varchar) -> varchar': padded('rpad'),
  }),
  text('split', 'The pieces of a text between a delimiter, at most so many.', {
    '(varchar(n), varchar) -> array(varchar(n))': ([value, delimiter], call) =>
      delimiter?.literal
        ? `string_split(${value?.sql}, ${delimiter.sql})`
        : `CASE WHEN ${delimiter?.sql} = '' THEN ${call.fail("'The delimiter may not be the empty string'")} ELSE string_split(${value?.sql}, ${delimiter?.sql}) END`,
    '(varchar(n), varchar, bigint) -> array(varchar(n))': failIf(
      "$2 = '' OR $3 <= 0",
      'Limit must be positive, and the delimiter not empty',
      `CASE WHEN len(${parts}) <= $3 THEN ${parts} ELSE list_append(${parts}[:$3 - 1], array_to_string(${parts}[$3:], $2)) END`,
    ),
  }),
  text(
    'split_part',
    'The piece of a text at an index from 1, as a delimiter splits it; null past the last one.',
    {
      '(varchar(n), varchar, bigint) -> varchar(n)': splitPart,
    },
  ),
  text('split_to_map', 'A map of a text like `a=1,b=2`.', {
    '(varchar, varchar, varchar) -> map(varchar, varchar)': `CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL AND $3 IS NOT NULL THEN ${checkedEntries(`map(${sides(1)}, ${sides(2)})`)} END`,
  }),
  text('split_to_multimap', 'A map of a text like `a=1,a=2`, whose keys may come again.', {
    '(varchar, varchar, varchar) -> map(varchar, array(varchar))': `CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL AND $3 IS NOT NULL THEN ${checkedEntries(`map(list_distinct(${sides(1)}), list_transform(list_distinct(${sides(1)}), lambda k: list_transform(list_filter(${entries}, lambda e: string_split(e, $3)[1] = k), lambda e: string_split(e, $3)[2])))`)} END`,
  }),
  text('chr', 'The character of a code point.', {
    '(bigint) -> varchar(1)': failIf(
      '$1 NOT BETWEEN 0 AND 1114111',
      'Not a valid Unicode code point',
      'chr(CAST($1 AS INTEGER))',
    ),
  }),
  text('codepoint', 'The code point of a text of one character.', {
    '(varchar) -> integer': ([value], call) =>
      value?.type.kind === 'varchar' && value.type.length === 1
        ? `unicode(${value.sql})`
        : call.refuse(0, 'codepoint takes a text of one character', 'CAST(... AS varchar(1))'),
  }),
  text(
    'translate',
    'The text with each character of the second replaced by the one at its place in the third.',
    {
      '(varchar, varchar, varchar) -> varchar': 'translate($1, $2, $3)',
    },
  ),
  text('hamming_distance', 'At how many positions two texts of one length differ.', {
    '(varchar, varchar) -> bigint': failIf(
      'length($1) <> length($2)',
      'The input strings to hamming_distance function must have the same length',
      'len(list_filter(range(1, length($1) + 1), lambda i: substring($1, i, 1) <> substring($2, i, 1)))',
    ),
  }),
  text('normalize', 'The text in the normal form NFC of Unicode.', {
    '(varchar) -> varchar': 'nfc_normalize($1)',
  }),
  text('to_utf8', 'The bytes of a text.', { '(varchar) -> varbinary': 'encode($1)' }),
  text('from_utf8', 'The text of bytes; bytes that are no text are an error here.', {
    '(varbinary) -> varchar': 'decode($1)',
  }),
];
