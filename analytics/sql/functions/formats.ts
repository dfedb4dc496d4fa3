import { quotedText } from '../../../lake/iceberg/duckdb.ts';
import type { Argument, Call, FunctionDefinition } from '../registry.ts';
import { inGroup } from './define.ts';

const formats = inGroup('Formats of dates and times');

/** Signs of MySQL's formats as strftime has them. */
const mysql: Readonly<Record<string, string>> = {
  '%': '%%',
  Y: '%Y',
  y: '%y',
  m: '%m',
  c: '%-m',
  M: '%B',
  b: '%b',
  d: '%d',
  e: '%-d',
  W: '%A',
  a: '%a',
  H: '%H',
  k: '%-H',
  h: '%I',
  I: '%I',
  l: '%-I',
  i: '%M',
  s: '%S',
  S: '%S',
  f: '%g000',
  p: '%p',
  T: '%H:%M:%S',
  r: '%I:%M:%S %p',
  j: '%j',
  v: '%V',
  x: '%G',
};
/** What those read that are not read as they are written. */
const mysqlRead: Readonly<Record<string, string>> = { c: '%m', e: '%d', k: '%H', l: '%I', f: '%f' };
const notRead = ['y', 'W', 'a', 'j', 'v', 'x'];

/** Runs of one letter in Joda's formats. */
const joda: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  YYYY: '%Y',
  yy: '%y',
  xxxx: '%G',
  M: '%-m',
  MM: '%m',
  MMM: '%b',
  MMMM: '%B',
  w: '%-V',
  ww: '%V',
  e: '%u',
  E: '%a',
  EE: '%a',
  EEE: '%a',
  EEEE: '%A',
  D: '%-j',
  DDD: '%j',
  d: '%-d',
  dd: '%d',
  a: '%p',
  h: '%-I',
  hh: '%I',
  H: '%-H',
  HH: '%H',
  m: '%-M',
  mm: '%M',
  s: '%-S',
  ss: '%S',
  SSS: '%g',
};
const jodaRead: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  M: '%m',
  MM: '%m',
  MMM: '%b',
  MMMM: '%B',
  d: '%d',
  dd: '%d',
  a: '%p',
  h: '%I',
  hh: '%I',
  H: '%H',
  HH: '%H',
  m: '%M',
  mm: '%M',
  s: '%S',
  ss: '%S',
};

function literalOf(argument: Argument | undefined, call: Call): string {
  return argument?.literal ?? call.refuse(1, 'a format must be written as a text');
}

const fromMysql = (reads: boolean) => (argument: Argument | undefined, call: Call) =>
  literalOf(argument, call).replaceAll(/%(.?)/gsu, (sign, letter: string) => {
    const known = (reads ? mysqlRead[letter] : undefined) ?? mysql[letter];
    if (known === undefined || (reads && notRead.includes(letter)))
      return call.refuse(1, `${sign} is not available in this format`);
    return known;
  });

const fromJoda =
  (table: Readonly<Record<string, string>>) => (argument: Argument | undefined, call: Call) => {
    const text = literalOf(argument, call);
    if (text === '') call.refuse(1, 'the format is empty');
    return text.replaceAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|%/gs, (run, quoted?: string) => {
      if (run === '%') return '%%';
      if (run === "''") return "'";
      if (quoted !== undefined) return quoted.replaceAll("''", "'").replaceAll('%', '%%');
      return table[run] ?? call.refuse(1, `${run} is not available in this format`);
    });
  };

type Translate = (argument: Argument | undefined, call: Call) => string;

const written =
  (translate: Translate) =>
  ([value, format]: readonly Argument[], call: Call) =>
    `strftime(${value?.local}, ${quotedText(translate(format, call))})`;

/** The parts that are not read are those of a day that the two engines do not agree on: there must be a year. */
const read =
  (translate: Translate, around: (value: string) => string) =>
  ([value, format]: readonly Argument[], call: Call) => {
    const translated = translate(format, call);
    if (!translated.includes('%Y')) call.refuse(1, 'the format must read a year of four digits');
    const time = `strptime(${value?.sql}, ${quotedText(translated)})`;
    return around(translated.includes('%f') ? `make_timestamp(epoch_us(${time}) // 1000 * 1000)` : time);
  };

const anyMoment = '(timestamp, varchar) -> varchar\n(timestamp with time zone, varchar) -> varchar';

export const dateFormats: readonly FunctionDefinition[] = [
  formats('date_format', 'A moment as text, in a format like `%Y-%m-%d %H:%i:%s`.', {
    [anyMoment]: written(fromMysql(false)),
  }),
  formats('date_parse', 'The wall time of a text in a format like `%Y-%m-%d`.', {
    '(varchar, varchar) -> timestamp(3)': read(fromMysql(true), (value) => value),
  }),
  formats('format_datetime', 'A moment as text, in a format like `yyyy-MM-dd HH:mm:ss`.', {
    [anyMoment]: written(fromJoda(joda)),
  }),
  formats('parse_datetime', 'The instant of a text in UTC in a format like `yyyy-MM-dd HH:mm`.', {
    '(varchar, varchar) -> timestamp(3) with time zone': {
      duckdb: read(fromJoda(jodaRead), (value) => `timezone('UTC', ${value})`),
      zone: "'UTC'",
    },
  }),
];
