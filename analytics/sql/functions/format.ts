import { quotedText } from '../../../lake/iceberg/duckdb.ts';
import { decimalText } from '../duckdbText.ts';
import type { Argument, Call, FunctionDefinition } from '../registry.ts';
import { isWhole, printedType } from '../types.ts';
import { inGroup } from './define.ts';

const asText = ['varchar', 'boolean', 'date', 'tinyint', 'smallint', 'integer', 'bigint'];
/** Java's `%[flags][width][.digits]kind`, as far as it is available. */
const place = /%([-0,]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g;

/** `format('%s: %.1f', ...)`: pieces of text and values, joined. */
function formatted([format, ...values]: readonly Argument[], call: Call): string {
  const text = format?.literal ?? call.refuse(0, 'a format must be written as a text');
  const pieces: string[] = [];
  let [end, next] = [0, 0];
  for (const match of text.matchAll(place)) {
    pieces.push(quotedText(text.slice(end, match.index)));
    end = match.index + match[0].length;
    if (match[4] === '%') pieces.push("'%'");
    else pieces.push(valueSql(match, values[next], ++next, call));
  }
  pieces.push(quotedText(text.slice(end)));
  if (text.replaceAll(place, '').includes('%')) call.refuse(0, 'the format has a % that is not available');
  return pieces.filter((piece) => piece !== "''").join(' || ') || "''";
}

function valueSql(match: RegExpExecArray, value: Argument | undefined, at: number, call: Call): string {
  const [all, flags = '', width = '', digits, kind = ''] = match;
  const refuse = () =>
    call.refuse(
      value ? at : 0,
      `${all} is not available${value ? ` for ${printedType(value.type)}` : ' without a value'}`,
    );
  if (!value) return refuse();
  if (value.type.kind === 'unknown' && kind === 's') return fitted("'null'", flags, width);
  const text = plainText(value, kind, flags, digits);
  if (text === null || (flags.includes('0') && (kind !== 'd' || flags !== '0'))) return refuse();
  if (flags === '0')
    return `CASE WHEN ${value.sql} IS NULL THEN lpad('null', 4, ' ') ELSE printf('%0${width}d', ${value.sql}) END`;
  return fitted(`coalesce(${text}, 'null')`, flags, width);
}

function plainText(
  { sql, type }: Argument,
  kind: string,
  flags: string,
  digits: string | undefined,
): string | null {
  const groups = flags.includes(',');
  if (kind === 's' && type.kind === 'decimal' && digits === undefined && !groups)
    return decimalText(sql, type);
  if (kind === 's' && digits === undefined && !groups && asText.includes(type.kind))
    return `CAST(${sql} AS VARCHAR)`;
  if (kind === 'd' && digits === undefined && isWhole(type))
    return groups ? `format('{:,}', ${sql})` : `CAST(${sql} AS VARCHAR)`;
  if (kind !== 'f' || groups || !['decimal', 'double', 'real'].includes(type.kind)) return null;
  const places = Number(digits ?? 6);
  if (places > 12) return null;
  // Halves go up, as they are written in decimal digits.
  const exact = type.kind === 'decimal' ? sql : `CAST(CAST(${sql} AS VARCHAR) AS DECIMAL(38,16))`;
  return `CAST(CAST(round(${exact}, ${places}) AS DECIMAL(38,${places})) AS VARCHAR)`;
}

function fitted(text: string, flags: string, width: string): string {
  if (width === '') return text;
  const pad = `repeat(' ', greatest(0, ${width} - length(${text})))`;
  return flags.includes('-') ? `${text} || ${pad}` : `${pad} || ${text}`;
}

const signatures = ['T', 'T, U', 'T, U, V', 'T, U, V, W', 'T, U, V, W, X'].map(
  (types) => `(varchar, ${types}) -> varchar`,
);

export const formatting: FunctionDefinition = inGroup('Text')(
  'format',
  'A text with values in it, in a format like `%s: %.1f %%`.',
  {
    [signatures.join('\n')]: formatted,
  },
);
