import { quotedText } from '../../../lake/iceberg/duckdb.ts';
import type { FunctionDefinition } from '../registry.ts';
import { type SqlType, varcharOf } from '../types.ts';
import { failIf, inGroup } from './define.ts';

const url = inGroup('Addresses');

/** Parts of a URI: RFC 3986, appendix B. */
const parts = quotedText(String.raw`^(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$`);
const valid = quotedText(String.raw`([^\s"<>\\^\x60{|}%]|%[0-9A-Fa-f]{2})*`);
const part = (group: number) => `regexp_extract($1, ${parts}, ${group})`;
/** What stands behind the scheme is no path where it has no slash: `mailto:a@example.org`. */
const isOpaque = `regexp_matches($1, '^[^:/?#]+:[^/]')`;
const whereValid = (value: string) => `CASE WHEN regexp_full_match($1, ${valid}) THEN ${value} END`;

const extract = (name: string, meaning: string, value: string) =>
  url(`url_extract_${name}`, meaning, { '(varchar(n)) -> varchar(n)': whereValid(value) });
const host = `regexp_extract(${part(2)}, '^(?:[^@]*@)?(\\[[^\\]]*\\]|[^:]*)', 1)`;
const decoded = (value: string) => `url_decode(${value})`;

export const urlFunctions: readonly FunctionDefinition[] = [
  url('url_encode', 'A text as it may stand in an address.', {
    '(varchar) -> varchar': {
      duckdb: "replace(replace(replace(url_encode($1), '%20', '+'), '~', '%7E'), '%2A', '*')",
      gives: ([type]): SqlType =>
        type?.kind === 'varchar' && type.length !== undefined ? varcharOf(type.length * 12) : varcharOf(),
    },
  }),
  url('url_decode', 'The text of what stands in an address.', {
    '(varchar(n)) -> varchar(n)': failIf(
      "regexp_matches($1, '%(.?$|[^0-9A-Fa-f]|.[^0-9A-Fa-f])')",
      'Illegal hex characters in escape (%) pattern',
      "url_decode(replace($1, '+', ' '))",
    ),
  }),
  extract('protocol', 'The scheme of an address.', part(1)),
  extract('host', 'The host of an address.', `CASE WHEN ${isOpaque} THEN '' ELSE ${host} END`),
  url('url_extract_port', 'The port of an address.', {
    '(varchar) -> bigint': whereValid(
      `CAST(nullif(regexp_extract(${part(2)}, ':(\\d+)$', 1), '') AS BIGINT)`,
    ),
  }),
  extract('path', 'The path of an address.', `CASE WHEN ${isOpaque} THEN '' ELSE ${decoded(part(3))} END`),
  extract('query', 'What stands behind the ? of an address.', decoded(part(4))),
  extract('fragment', 'What stands behind the # of an address.', decoded(part(5))),
  url('url_extract_parameter', 'The value of a parameter in an address; null where it is not there.', {
    '(varchar(n), varchar) -> varchar(n)': whereValid(
      `list_transform(list_filter(string_split(${part(4)}, '&'), lambda p: string_split(p, '=')[1] = $2), lambda p: url_decode(coalesce(array_to_string(string_split(p, '=')[2:], '='), '')))[1]`,
    ),
  }),
];
