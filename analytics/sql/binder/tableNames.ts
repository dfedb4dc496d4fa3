import { nearNames } from '../../../datasets/near.ts';
import { faultAt } from '../place.ts';
import type { Name } from '../syntax.ts';
import type { Tables } from '../tables.ts';

/** Catalog of Athena's own tables; it may stand before the schema. */
const catalog = 'awsdatacatalog';
const defaultSchema = 'curated';

/** `curated.students` of `students`, `Curated.Students`, `awsdatacatalog.curated.students`. */
export function qualified(names: readonly Name[]): string[] {
  const written = names.map(({ text }) => text.toLowerCase());
  if (written.length === 3 && written[0] === catalog) written.shift();
  return written.length === 1 ? [defaultSchema, ...written] : written;
}

export function unknownTable(names: readonly Name[], sql: string, tables: Tables) {
  const table = qualified(names).join('.');
  const short = tables.names.map((name) => name.replace(/^curated\./, ''));
  const near = nearNames(table.replace(/^curated\./, ''), short);
  const hint =
    near.length > 0
      ? `did you mean ${near.join(' or ')}?`
      : 'SHOW TABLES lists those of the schema curated, SHOW TABLES FROM marts the views.';
  return faultAt(sql, (names[0] as Name).at, `Table '${table}' does not exist`, hint);
}
