import { describe, expect, test } from 'vitest';
import { catalog, contractOf } from '../../datasets/catalog.ts';
import { queryOf } from '../../query/language/asked.ts';
import type { PortalStatus } from '../../web/api.ts';
import { flowOf } from '../../web/portal/src/home/flow.ts';
import { durationMs } from '../../web/portal/src/home/freshness.ts';
import { visible } from '../../web/portal/src/rows/visible.ts';
import { conditionOf, facetColumns } from '../../web/portal/src/search/facets.ts';

const reading = (at: string, head: number, merged: number): PortalStatus => ({
  running: true,
  portal: null,
  at,
  dir: '/srv/school',
  head,
  source: null,
  sinks: [{ name: 'curate', checkpoint: merged, behind: head - merged, waitedMs: 40, failure: null }],
  datasets: [
    { dataset: 'orgs', rows: 4, curated: 4, quarantined: 1, curatedAt: null, waitedMs: 0, held: null },
    { dataset: 'students', rows: 6, curated: 6, quarantined: 2, curatedAt: null, waitedMs: 0, held: null },
  ],
});

describe('the picture of the flow', () => {
  test('has the amounts of the last reading, and rates over all of them', () => {
    const flow = flowOf([
      reading('2026-03-02T10:00:00.000000Z', 100, 80),
      reading('2026-03-02T10:00:02.000000Z', 150, 140),
    ]);
    expect(flow).toMatchObject({
      rate: 25,
      head: 150,
      rows: 10,
      quarantined: 3,
      sinks: { curate: { behind: 10, rate: 30 }, query: { behind: 0, rate: 0 } },
    });
  });

  test('has no rate of one reading, and nothing without one', () => {
    expect(flowOf([reading('2026-03-02T10:00:00.000000Z', 100, 80)])?.rate).toBe(0);
    expect(flowOf([])).toBeNull();
  });
});

test('every contract promises a freshness that the page can read', () => {
  expect(Object.values(catalog).filter(({ freshness }) => durationMs(freshness) === null)).toEqual([]);
  expect([durationMs('PT1M'), durationMs('P1DT12H'), durationMs('P1M'), durationMs('P')]).toEqual([
    60_000,
    129_600_000,
    null,
    null,
  ]);
});

test('a value that is ticked is a condition that the query language reads, whatever it says', () => {
  for (const contract of Object.values(catalog)) {
    for (const column of facetColumns(contract)) {
      for (const value of [null, "O'Neill", 'a` or 1', '<script>']) {
        const where = [
          conditionOf(contract, column, contract.columns[column]?.type.kind === 'boolean' ? true : value),
        ];
        expect(queryOf({ dataset: contract.name, where }).where).toMatchObject({
          path: column,
        });
      }
    }
  }
  expect(conditionOf(contractOf('students'), 'grades', '09')).toBe("`grades` contains '09'");
});

test('nothing in a text is hidden', () => {
  expect(visible('a\u202eb\u200bc\td\ne')).toBe('a⟨202e⟩b⟨200b⟩c⟨0009⟩d\ne');
  expect(visible('Ángela 李 👩‍🏫')).toBe('Ángela 李 👩‍🏫');
});
