import { describe, expect, test } from 'vitest';
import { nextSlice, planMerge } from '../../../lake/curation/plan.ts';
import type { RawFile } from '../../../lake/raw/files.ts';
import { notes } from '../support.ts';

const file = (firstSeq: number, lastSeq: number, rows: number, hour = '2026-03-01T10'): RawFile => ({
  path: `changes/dataset=notes/hour=${hour}/${firstSeq}-${lastSeq}.parquet`,
  dataset: 'notes',
  hour,
  firstSeq,
  lastSeq,
  rows,
  bytes: 100,
});

describe('the next slice of the raw zone', () => {
  test('begins behind the checkpoint and takes all there is', () => {
    const files = [file(1, 9, 5), file(11, 20, 5), file(25, 30, 5)];
    expect(nextSlice(files, 9, 100)).toEqual({ files: files.slice(1), afterSeq: 9, throughSeq: 30 });
  });

  test('is nothing when everything is merged', () => {
    expect(nextSlice([file(1, 9, 5)], 9, 100)).toBeNull();
    expect(nextSlice([], 0, 100)).toBeNull();
  });

  test('ends before the limit, but takes at least one file', () => {
    const files = [file(1, 9, 60), file(11, 20, 30), file(25, 30, 20)];
    expect(nextSlice(files, 0, 100)).toMatchObject({ throughSeq: 20, files: files.slice(0, 2) });
    expect(nextSlice(files, 0, 10)).toMatchObject({ throughSeq: 9, files: files.slice(0, 1) });
  });

  test('takes the part of a later file that lies before its end', () => {
    const [early, late] = [file(1, 20, 10, '2026-03-01T11'), file(15, 40, 50)];
    expect(nextSlice([early, late], 0, 30)).toEqual({ files: [early, late], afterSeq: 0, throughSeq: 20 });
  });

  test('takes a merged file again of which a part is merged', () => {
    const merged = file(1, 40, 90);
    expect(nextSlice([merged], 25, 100)).toEqual({ files: [merged], afterSeq: 25, throughSeq: 40 });
  });
});

test('the plan of a merge says all that an engine must know', () => {
  const slice = { files: [file(5, 9, 3, '2026-03-01T11'), file(4, 8, 2)], afterSeq: 3, throughSeq: 9 };
  expect(planMerge(notes, slice)).toEqual({
    dataset: 'notes',
    tables: { raw: 'raw.changes', curated: 'curated.notes', tombstones: 'tombstones.notes' },
    key: 'note_id',
    columns: [
      { name: 'note_id', type: { kind: 'text' } },
      { name: 'body', type: { kind: 'text' } },
    ],
    pseudonyms: [],
    afterSeq: 3,
    throughSeq: 9,
    hours: ['2026-03-01T10', '2026-03-01T11'],
  });
});
