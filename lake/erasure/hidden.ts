import { hmacSql } from '../governance/keys.ts';

/** What a key begins with that is a hash: no row has it, but tombstones and the ledger do. */
export const hiddenPrefix = 'erased:';

/**
 * What stands for the key of a row that is gone, as DuckDB SQL.
 * @param keySql an expression that yields the key
 */
export const hiddenKeySql = (keyHex: string, dataset: string, keySql: string): string =>
  `'${hiddenPrefix}' || ${hmacSql(keyHex, `'${dataset}:' || ${keySql}`)}`;
