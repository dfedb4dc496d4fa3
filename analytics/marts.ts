import type { Contracts } from '../lake/sql/views.ts';
import { catalogOf } from './catalog.ts';
import { informationSchema } from './informationSchema.ts';
import type { TableSchema, Tables } from './sql/tables.ts';
import { type Translated, translate } from './sql/translate.ts';
import { views as allViews } from './views.ts';

/** What a view must say to be translated. */
export interface ViewSource {
  readonly name: string;
  readonly sql: string;
}

/** All tables and views; a view is translated when somebody asks for it. */
export interface Marts extends Tables {
  /** The translation of a view, by its name without the schema; null when there is none. */
  view(name: string): Translated | null;
}

/** @throws UserError from `of` and `view` when the SQL of a view is wrong */
export function martsOf(contracts: Contracts, views: readonly ViewSource[] = allViews): Marts {
  const base = catalogOf(contracts);
  const sources = new Map(views.map(({ name, sql }) => [name, sql]));
  const translated = new Map<string, Translated>();
  const marts: Marts = {
    names: [...base.names, ...views.map(({ name }) => `marts.${name}`)],
    view(name) {
      const sql = sources.get(name);
      const known = translated.get(name);
      if (known || sql === undefined) return known ?? null;
      const fresh = translate(sql, marts);
      translated.set(name, fresh);
      return fresh;
    },
    of(name): TableSchema | null {
      const view = name.startsWith('marts.') ? marts.view(name.slice('marts.'.length)) : null;
      return view ?? informationSchema(name, marts) ?? base.of(name);
    },
  };
  return marts;
}

/**
 * Views that a statement needs, itself or through others, each after those that it reads.
 * @param read qualified names of what it reads
 * @param isStored whether a view has rows of its own, so that nothing behind it is needed
 */
export function viewsBehind(
  marts: Marts,
  read: readonly string[],
  isStored: (name: string) => boolean = () => false,
): { name: string; view: Translated }[] {
  const found = new Map<string, Translated>();
  const visit = (tables: readonly string[]): void => {
    for (const table of tables) {
      const name = table.replace(/^marts\./, '');
      const view = table.startsWith('marts.') && !found.has(name) ? marts.view(name) : null;
      if (!view || isStored(name)) continue;
      visit(view.tables);
      found.set(name, view);
    }
  };
  visit(read);
  return [...found].map(([name, view]) => ({ name, view }));
}
