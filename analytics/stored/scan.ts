import { quotedName, quotedText } from '../../lake/iceberg/duckdb.ts';
import { duckdbType } from '../sql/duckdbText.ts';
import type { TranslatedView } from '../translatedViews.ts';
import { filesOf, type Manifest } from './manifest.ts';

/** The rows of a stored view as an expression for FROM. */
export function storedScan(
  zone: string,
  { name, translated }: Pick<TranslatedView, 'name' | 'translated'>,
  manifest: Manifest,
): string {
  const files = filesOf(zone, name, manifest);
  if (files.length > 0)
    return `read_parquet([${files.map(quotedText).join(', ')}], hive_partitioning = false)`;
  const columns = translated.columns.map(
    (column) => `CAST(NULL AS ${duckdbType(column.type)}) AS ${quotedName(column.name)}`,
  );
  return `(SELECT ${columns.join(', ')} LIMIT 0)`;
}
