import { hiddenPrefix } from '../../datasets/erasure.ts';
import { hmacSql } from '../governance/keys.ts';

/**
 * What stands for the key of a row that is gone, as DuckDB SQL.
 * @param keySql an expression that yields the key
 */
export const hiddenKeySql = (keyHex: string, dataset: string, keySql: string): string =>
  `'${hiddenPrefix}' || ${hmacSql(keyHex, `'${dataset}:' || ${keySql}`)}`;
