import { catalog } from '../datasets/catalog.ts';
import { type Marts, martsOf } from './marts.ts';
import type { Translated } from './sql/translate.ts';
import { type View, views } from './views.ts';

/** A view, and what it is in DuckDB. */
export interface TranslatedView extends View {
  readonly translated: Translated;
}

/** What statements may read: datasets, the raw zone, and views. */
export interface Analytics {
  /** Each after those that it reads. */
  readonly views: readonly TranslatedView[];
  readonly tables: Marts;
}

let known: Analytics | null = null;

/** Translates every view, once in the life of the program. */
export function analytics(): Analytics {
  known ??= translateAll();
  return known;
}

function translateAll(): Analytics {
  const marts = martsOf(catalog);
  const translated = views.map((view) => ({ ...view, translated: marts.view(view.name) as Translated }));
  return { views: translated, tables: marts };
}
