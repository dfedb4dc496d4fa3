import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  DatasetPage,
  DatasetSample,
  HistoryPage,
  LineagePage,
  QualityPage,
  SearchItem,
  SearchPage,
  TableFacts,
  ViewFacts,
} from '../../web/api.ts';
import { askRaw, hostile, post, type Served, serveSchool } from './served.ts';

let portal: Served;
beforeAll(async () => {
  portal = await serveSchool();
});
afterAll(() => portal.close());

async function get<T>(path: string): Promise<T> {
  return JSON.parse((await askRaw(`${portal.url}${path}`)).body) as T;
}

test('the status is that of the command, with its time and its directory', async () => {
  expect(await get('/api/status')).toMatchObject({
    running: false,
    portal: null,
    at: '2026-03-02T10:00:00.000000Z',
    sinks: [
      { name: 'raw', behind: 0 },
      { name: 'curate', behind: 0 },
      { name: 'query', behind: 0 },
    ],
  });
});

test('the status comes again and again', async () => {
  const response = await fetch(`${portal.url}/api/status/events`);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const first = Buffer.from((await reader.read()).value ?? []).toString('utf8');
  const second = Buffer.from((await reader.read()).value ?? []).toString('utf8');
  await reader.cancel();
  for (const event of [first, second]) expect(event).toMatch(/^data: \{"running":false,.*\}\n\n$/);
});

test('the quality of a dataset is measured when it is asked for', async () => {
  const measured = await get<QualityPage>('/api/datasets/orgs/quality');
  expect(measured.map(({ rule, rows, broken, isKept }) => [rule, rows, broken, isKept])).toEqual([
    ['parents-exist', 1, 0, true],
    ['official-codes-are-unique', 1, 0, true],
    ['time-zones-are-known', 1, 1, false],
    ['schools-remain', 1, 0, true],
  ]);
});

test('the lineage of a table is the flow through it', async () => {
  const { nodes, edges } = await get<LineagePage>('/api/lineage/curated.documents');
  expect(nodes.map(({ id }) => id)).toEqual([
    'legacy.documentos',
    'curated.documents',
    'search.documents',
    'marts.data_freshness',
    'dashboards.usage',
  ]);
  expect(edges).toContainEqual({ from: 'legacy.documentos', to: 'curated.documents' });
  expect(await askRaw(`${portal.url}/api/lineage/curated.nothing`)).toMatchObject({ status: 404 });
});

test('parity is started by one and seen by all', async () => {
  await post(`${portal.url}/api/parity`, {});
  await expect
    .poll(() => get('/api/parity'), { timeout: 15_000 })
    .toMatchObject({
      running: null,
      failure: null,
      last: { at: '2026-03-02T10:00:00.000000Z', report: { equal: true } },
    });
});

describe('a dataset', () => {
  test('is its contract and its relations', async () => {
    const { contract, relations } = await get<DatasetPage>('/api/datasets/students');
    expect(contract).toMatchObject({ name: 'students', key: 'student_id', es: 'Alumnado' });
    expect(relations).toContainEqual({
      name: 'guardianships',
      direction: 'reverse',
      to: 'guardianships',
      column: 'student_id',
    });
  });

  test('has a sample', async () => {
    const { columns, rows } = await get<DatasetSample>('/api/datasets/students/sample');
    const at = columns.findIndex(({ name }) => name === 'family_name');
    expect(rows.map((row) => row[at]).sort()).toEqual([
      hostile.picture,
      hostile.script,
      'Gil',
      'Núñez Gómez',
      'Ruiz',
    ]);
  });

  test('has a history, and differences between any two of its snapshots', async () => {
    const { snapshots } = await get<HistoryPage>('/api/datasets/students/history');
    expect(snapshots).toMatchObject([{ rows: 5, inserted: 5, place: 'current' }]);
    const id = snapshots[0]?.id;
    expect(await get(`/api/datasets/students/diff?from=${id}&to=latest`)).toMatchObject({
      added: 0,
      removed: 0,
      changed: 0,
      changes: [],
    });
    expect(await get('/api/datasets/students/diff?from=previous')).toMatchObject({
      error: { message: 'students has no snapshot before the current one' },
    });
  });
});

describe('the search', () => {
  const search = async (asked: Record<string, unknown>) =>
    JSON.parse((await post(`${portal.url}/api/search`, asked)).body) as SearchPage;

  test('finds, narrows down and counts', async () => {
    const { items, total, facets } = await search({
      dataset: 'students',
      where: ["grades contains '09'", "family_name ^= 'r'"],
      facets: ['grades'],
    });
    expect(items.map(({ row }) => row.given_name)).toEqual([hostile.formula]);
    expect([total, facets]).toEqual([
      1,
      [{ path: 'grades', values: [{ value: '09', count: 1 }], missing: 0, more: false }],
    ]);
  });

  test('leads from page to page', async () => {
    const first = await search({ dataset: 'students', sort: ['family_name'], limit: 3 });
    const second = await search({ dataset: 'students', sort: ['family_name'], limit: 3, after: first.next });
    expect([first.items.length, second.items.length, second.next]).toEqual([3, 2, null]);
  });

  test('shows one row with what it has to do with', async () => {
    const { items } = await search({ dataset: 'students', text: 'nunez' });
    const key = encodeURIComponent(String(items[0]?.row.student_id));
    const { included } = await get<SearchItem>(`/api/datasets/students/rows/${key}`);
    expect(included.enrollments?.items).toHaveLength(1);
    expect((await askRaw(`${portal.url}/api/datasets/students/rows/nobody`)).status).toBe(404);
  });

  test.each([
    [{}, 400],
    [{ dataset: 'students', where: 'x' }, 400],
    [{ dataset: 'students', limit: '3' }, 400],
    [{ dataset: 'estudents' }, 422],
    [{ dataset: 'students', where: ['family_name ='] }, 422],
    [{ dataset: 'students', limit: 1_000_000 }, 422],
  ])('refuses %j', async (asked, status) => {
    expect((await post(`${portal.url}/api/search`, asked)).status).toBe(status);
  });
});

test('a statement may name datasets, views and functions', async () => {
  const tables = await get<TableFacts[]>('/api/tables');
  expect(tables.find(({ name }) => name === 'curated.demographics')?.columns).toContainEqual({
    name: 'birth_date',
    type: 'date',
  });
  expect(tables.map(({ name }) => name)).toContain('marts.chronic_absence');
  expect(await get('/api/functions')).toContainEqual(
    expect.objectContaining({ name: 'array_agg', kind: 'aggregate' }),
  );
  const view = await get<ViewFacts>('/api/views/chronic_absence');
  expect(view).toMatchObject({ grain: 'student and school year', owner: 'orientacion' });
  expect((await askRaw(`${portal.url}/api/views/constructor`)).status).toBe(404);
});

test('nothing of all this is a defect of the server', () => {
  expect(portal.failures).toEqual([]);
});
