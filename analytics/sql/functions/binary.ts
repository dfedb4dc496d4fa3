import type { FunctionDefinition } from '../registry.ts';
import { failIf, inGroup } from './define.ts';

const binary = inGroup('Binary and hashes');

const hash = (name: string) =>
  binary(name, `The ${name.toUpperCase()} of bytes.`, { '(varbinary) -> varbinary': `unhex(${name}($1))` });
const hexadecimal = "'([0-9a-fA-F]{2})*'";
const base64 = "'([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}(==)?|[A-Za-z0-9+/]{3}=?)?'";

export const binaryFunctions: readonly FunctionDefinition[] = [
  hash('md5'),
  hash('sha1'),
  hash('sha256'),
  binary('to_hex', 'Bytes in hexadecimal digits.', { '(varbinary) -> varchar': 'hex($1)' }),
  binary('from_hex', 'The bytes of hexadecimal digits.', {
    '(varchar) -> varbinary': failIf(
      `NOT regexp_full_match($1, ${hexadecimal})`,
      'Invalid hexadecimal digits',
      'unhex($1)',
    ),
  }),
  binary('to_base64', 'Bytes in base64.', { '(varbinary) -> varchar': 'to_base64($1)' }),
  binary('from_base64', 'The bytes of base64.', {
    '(varchar) -> varbinary': failIf(
      `NOT regexp_full_match($1, ${base64})`,
      'Invalid base64',
      "from_base64(rpad($1, CAST((length($1) + 3) // 4 * 4 AS INTEGER), '='))",
    ),
  }),
  binary('to_base64url', 'Bytes in base64 for addresses.', {
    '(varbinary) -> varchar': "translate(to_base64($1), '+/', '-_')",
  }),
  inGroup('Binary and hashes', 'operator')('||', 'Bytes, one behind the other.', {
    '(varbinary, varbinary) -> varbinary': '$1 || $2',
  }),
  binary('uuid', 'A random identifier.', { '() -> uuid': 'gen_random_uuid()' }),
];
