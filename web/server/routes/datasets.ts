import { duckdbEngine } from '../../../analytics/engine/duckdb.ts';
import { type Measured, measure } from '../../../analytics/quality/measure.ts';
import { planQuality } from '../../../analytics/quality/plan.ts';
import { catalog, contractOf } from '../../../datasets/catalog.ts';
import type { Contract } from '../../../datasets/contract.ts';
import { exactBatches } from '../../../lake/sql/answer.ts';
import { diffDataset } from '../../../lake/sql/diff.ts';
import { historyOf } from '../../../lake/sql/history.ts';
import { parseMoment } from '../../../lake/sql/moments.ts';
import { sampleRows } from '../../../lake/sql/rows.ts';
import { tableOf } from '../../../lake/sql/tables.ts';
import { relationsOf } from '../../../query/language/relations.ts';
import { searchedFields } from '../../../query/text/searched.ts';
import type { DatasetPage, DatasetSample, DiffPage, QualityPage } from '../../api.ts';
import { requireAll } from '../asker.ts';
import type { Backend } from '../backend.ts';
import { keptRead } from '../kept.ts';
import { json, Refusal } from '../reply.ts';
import type { Asked, Routes } from '../routes.ts';
import { seenSample } from '../sql/sample.ts';

const sampledRows = 20;
const mostChanges = 200;

export function datasetRoutes(backend: Backend): Routes {
  const { state } = backend;
  return {
    'GET /api/datasets': () => json(Object.values(catalog)),
    'GET /api/datasets/:dataset': (asked) => json(pageOf(known(asked))),
    'GET /api/datasets/:dataset/sample': async (asked) => {
      const { signal, query, asker } = asked;
      const seed = wholeNumber(query, 'seed', 1);
      if (asker.account) {
        const options = { limit: sampledRows, seed, signal };
        return json(await seenSample(backend, known(asked), asker.account, options));
      }
      const answer = await sampleRows(state, known(asked), { limit: sampledRows, seed, signal });
      try {
        const rows: unknown[][] = [];
        for await (const batch of exactBatches(answer)) rows.push(...batch);
        const columns = answer.columns.map(({ name, type }) => ({ name, type: type.toString() }));
        return json({ columns, rows } satisfies DatasetSample);
      } finally {
        await answer.close();
      }
    },
    'GET /api/datasets/:dataset/quality': async (asked) => {
      requireAll(asked.asker, 'quality');
      const engine = duckdbEngine({ dirs: state, contracts: catalog });
      const measured: Measured[] = [];
      for (const each of planQuality(catalog, [known(asked)])) {
        measured.push(await measure(engine, each, { signal: asked.signal }));
      }
      return json(measured satisfies QualityPage);
    },
    'GET /api/datasets/:dataset/history': async (asked) => {
      const { name } = known(asked);
      requireAll(asked.asker, 'the history');
      return json(historyOf(await tableOf(state, name), name));
    },
    'GET /api/datasets/:dataset/diff': async (asked) => {
      const { query, signal, asker } = asked;
      const contract = known(asked);
      const moments = {
        from: parseMoment(query.get('from') ?? 'previous'),
        to: parseMoment(query.get('to') ?? 'latest'),
      };
      const page = await keptRead(backend, asker, {
        act: 'diff',
        table: `curated.${contract.name}`,
        read: () => diffPage(state, contract, { ...moments, signal }),
        rowsOf: ({ changes }) => changes.length,
      });
      return json(page);
    },
  };
}

async function diffPage(...asked: Parameters<typeof diffDataset>): Promise<DiffPage> {
  const found = await diffDataset(...asked);
  try {
    const changes: DiffPage['changes'][number][] = [];
    for await (const batch of found.changes) {
      changes.push(...batch.slice(0, mostChanges - changes.length));
      if (changes.length >= mostChanges) break;
    }
    const { dataset, from, to, added, removed, changed } = found;
    return { dataset, from, to, added, removed, changed, changes };
  } finally {
    await found.close();
  }
}

function pageOf(contract: Contract): DatasetPage {
  return {
    contract,
    relations: relationsOf(catalog, contract).map(({ name, direction, to, column }) => ({
      name,
      direction,
      to: to.name,
      column,
    })),
    searched: searchedFields(contract).map(({ name }) => name),
  };
}

function known({ params }: Asked): Contract {
  const { dataset = '' } = params;
  if (!Object.hasOwn(catalog, dataset)) throw new Refusal(404, `"${dataset}" is no dataset`);
  return contractOf(dataset);
}

function wholeNumber(query: URLSearchParams, name: string, usual: number): number {
  const text = query.get(name);
  if (text === null) return usual;
  if (!/^\d{1,9}$/.test(text)) throw new Refusal(400, `${name} must be a whole number`);
  return Number(text);
}
