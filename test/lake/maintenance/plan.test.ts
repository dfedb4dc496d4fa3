import { describe, expect, test } from 'vitest';
import type { FileLayout } from '../../../lake/curation/layout.ts';
import { planCompaction, planRawMerges } from '../../../lake/maintenance/plan.ts';
import type { RawFile } from '../../../lake/raw/files.ts';

const raw = (firstSeq: number, lastSeq: number, hour: string, size: Partial<RawFile> = {}): RawFile => ({
  path: `changes/dataset=notes/hour=${hour}/${firstSeq}-${lastSeq}.parquet`,
  dataset: 'notes',
  hour,
  firstSeq,
  lastSeq,
  rows: 10,
  bytes: 1000,
  ...size,
});

describe('raw files to merge', () => {
  test('are those of one dataset and hour, once the hour is over', () => {
    const [a, b] = [raw(1, 2, '2026-03-01T09'), raw(3, 4, '2026-03-01T09')];
    const files = [a, b, raw(5, 6, '2026-03-01T10'), raw(7, 8, '2026-03-01T10')];
    expect(planRawMerges(files, '2026-03-01T10')).toEqual([
      { kind: 'merge-raw', dataset: 'notes', hour: '2026-03-01T09', files: [a, b] },
    ]);
  });

  test('are those of the present hour when there are very many', () => {
    const files = Array.from({ length: 32 }, (_, index) => raw(index + 1, index + 1, '2026-03-01T10'));
    expect(planRawMerges(files, '2026-03-01T10')).toMatchObject([{ files }]);
    expect(planRawMerges(files.slice(1), '2026-03-01T10')).toEqual([]);
  });

  test('never become larger than curation takes at once', () => {
    const files = [600_000, 300_000, 200_000, 10].map((rows, index) =>
      raw(index + 1, index + 1, '2026-03-01T09', { rows }),
    );
    expect(planRawMerges(files, '2026-03-01T10').map((task) => 'files' in task && task.files)).toEqual([
      files.slice(0, 2),
      files.slice(2),
    ]);
  });

  test('are not single files', () => {
    expect(planRawMerges([raw(1, 2, '2026-03-01T09')], '2026-03-01T10')).toEqual([]);
  });
});

describe('data files to compact', () => {
  const limits = { bytes: 1000, rows: 100, smallBytes: 200, smallRows: 20 };
  const file = (number: number, rows: number, lower: string | null): FileLayout => ({
    file: number,
    rows,
    bytes: rows,
    lower,
    upper: lower,
  });

  test('are undersized neighbours in the order of their keys, up to one full file', () => {
    const files = [file(0, 40, 'p'), file(1, 90, 'c'), file(2, 30, 'a'), file(3, 30, 'b'), file(4, 45, 'q')];
    expect(planCompaction(files, limits).map((group) => group.map(({ file }) => file))).toEqual([[2, 3, 0]]);
  });

  test('are none when every file is at least half full, or alone', () => {
    expect(planCompaction([file(0, 50, 'a'), file(1, 70, 'b'), file(2, 10, 'c')], limits)).toEqual([]);
  });
});
