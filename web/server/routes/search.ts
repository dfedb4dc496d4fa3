import { catalog, contractOf } from '../../../datasets/catalog.ts';
import type { Page, SearchEngine } from '../../../query/engine.ts';
import { type AskedQuery, queryOf } from '../../../query/language/asked.ts';
import { relationsOf } from '../../../query/language/relations.ts';
import { openSqliteSearch } from '../../../query/sqlite/engine.ts';
import type { Backend } from '../backend.ts';
import { keptRead } from '../kept.ts';
import { json, Refusal } from '../reply.ts';
import type { Routes } from '../routes.ts';

const relatedRows = 5;

export function searchRoutes(backend: Backend): Routes {
  // Opened for each question: the index may have been made anew meanwhile.
  async function withEngine<T>(ask: (engine: SearchEngine) => Promise<T>): Promise<T> {
    const engine = openSqliteSearch(backend.state.index);
    try {
      return await ask(engine);
    } finally {
      await engine.close();
    }
  }
  return {
    'POST /api/search': async ({ body, asker }) => {
      const asked = askedOf(body);
      const search = () => withEngine((engine) => engine.search(queryOf(asked)));
      const table = `search.${asked.dataset}`;
      const rowsOf = ({ items }: Page) => items.length;
      return json(await keptRead(backend, asker, { act: 'search', table, read: search, rowsOf }));
    },
    'GET /api/datasets/:dataset/rows/:key': async ({ params: { dataset = '', key = '' }, asker }) => {
      if (!Object.hasOwn(catalog, dataset)) throw new Refusal(404, `"${dataset}" is no dataset`);
      const include = relationsOf(catalog, contractOf(dataset)).map(({ name }) => ({
        relation: name,
        limit: relatedRows,
      }));
      const item = await keptRead(backend, asker, {
        act: 'search',
        table: `search.${dataset}`,
        read: () => withEngine((engine) => engine.get(dataset, key, include)),
        rowsOf: (found) => (found ? 1 : 0),
      });
      if (!item) throw new Refusal(404, `${dataset} has no row of this key`);
      return json(item);
    },
  };
}

/** @throws Refusal */
function askedOf(body: unknown): AskedQuery {
  const { dataset, text, where, sort, facets, include, limit, after } = (body ?? {}) as Record<
    string,
    unknown
  >;
  if (typeof dataset !== 'string') throw new Refusal(400, 'dataset must be the name of one');
  if (limit !== undefined && !Number.isSafeInteger(limit))
    throw new Refusal(400, 'limit must be a whole number');
  return {
    dataset,
    ...textOf('text', text),
    ...textOf('after', after),
    where: textsOf('where', where),
    sort: textsOf('sort', sort),
    facets: textsOf('facets', facets),
    include: textsOf('include', include),
    ...(limit === undefined ? {} : { limit: limit as number }),
  };
}

function textOf(name: string, value: unknown): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'string') throw new Refusal(400, `${name} must be a text`);
  return { [name]: value };
}

function textsOf(name: string, value: unknown): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) {
    throw new Refusal(400, `${name} must be a list of texts`);
  }
  return value as string[];
}
