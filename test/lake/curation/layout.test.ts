import { describe, expect, test } from 'vitest';
import { type FileLayout, planHomes, planPieces } from '../../../lake/curation/layout.ts';

const limits = { bytes: 1000, rows: 100, smallBytes: 200, smallRows: 20 };

const file = (number: number, rows: number, lower: string | null, upper: string | null): FileLayout => ({
  file: number,
  rows,
  bytes: rows * 10,
  lower,
  upper,
});

describe('where changes go', () => {
  const files = [file(0, 90, 'a', 'f'), file(1, 90, 'g', 'm'), file(2, 50, 'n', 's'), file(3, 5, 'c', 'p')];

  test('a touched file takes the new keys of its range', () => {
    expect(planHomes(files, new Set([0]), limits)).toEqual({
      own: [0],
      homes: [{ file: 0, lower: 'a', upper: 'f' }],
    });
  });

  test('the touched file with the highest keys takes also those beyond', () => {
    expect(planHomes(files, new Set([1, 2]), limits)).toEqual({
      own: [1, 2],
      homes: [
        { file: 1, lower: 'g', upper: 'm' },
        { file: 2, lower: 'n', upper: null },
      ],
    });
  });

  test('unless it is full', () => {
    const full = [file(0, 100, 'a', 'f')];
    expect(planHomes(full, new Set([0]), limits)).toEqual({
      own: [0],
      homes: [{ file: 0, lower: 'a', upper: 'f' }],
    });
  });

  test('a small touched file belongs to the tail', () => {
    expect(planHomes(files, new Set([3]), limits)).toEqual({ own: [], homes: [] });
  });

  test('a file of unknown bounds takes no new keys', () => {
    expect(planHomes([file(0, 90, null, null)], new Set([0]), limits)).toEqual({ own: [0], homes: [] });
  });

  test('highest is what is highest in bytes, not in UTF-16', () => {
    const foreign = [file(0, 50, 'a', '\u{1F600}'), file(1, 50, 'b', '\uFFFD')];
    expect(planHomes(foreign, new Set([0, 1]), limits).homes).toEqual([
      { file: 0, lower: 'a', upper: null },
      { file: 1, lower: 'b', upper: '\uFFFD' },
    ]);
  });
});

describe('the pieces of a rewrite', () => {
  const files = [file(0, 90, 'a', 'f'), file(1, 90, 'g', 'm'), file(2, 5, 'n', 's'), file(3, 8, 'c', 'p')];

  test('a file that is rewritten by itself', () => {
    expect(planPieces(files, new Set([1]), [{ piece: 1, inserted: 3, deleted: 1 }], limits)).toEqual([
      { piece: 1, sources: [1], rows: 92, outputs: 1 },
    ]);
  });

  test('a file that grows over its limit is spread over several', () => {
    expect(planPieces(files, new Set([1]), [{ piece: 1, inserted: 120, deleted: 0 }], limits)).toEqual([
      { piece: 1, sources: [1], rows: 210, outputs: 3 },
    ]);
  });

  test('a file without rows is no file', () => {
    expect(planPieces(files, new Set([1]), [{ piece: 1, inserted: 0, deleted: 90 }], limits)).toEqual([
      { piece: 1, sources: [1], rows: 0, outputs: 0 },
    ]);
  });

  test('the tail takes small files in when it has new rows', () => {
    expect(planPieces(files, new Set(), [{ piece: -1, inserted: 10, deleted: 0 }], limits)).toEqual([
      { piece: -1, sources: [2, 3], rows: 23, outputs: 1 },
    ]);
  });

  test('but only as long as they fit into one file', () => {
    expect(planPieces(files, new Set(), [{ piece: -1, inserted: 90, deleted: 0 }], limits)).toEqual([
      { piece: -1, sources: [2], rows: 95, outputs: 1 },
    ]);
  });

  test('the tail without new rows rewrites only the small files that are touched', () => {
    expect(planPieces(files, new Set([3]), [{ piece: -1, inserted: 0, deleted: 1 }], limits)).toEqual([
      { piece: -1, sources: [3], rows: 7, outputs: 1 },
    ]);
  });

  test('the first rows of a table are a tail, too', () => {
    expect(planPieces([], new Set(), [{ piece: -1, inserted: 250, deleted: 0 }], limits)).toEqual([
      { piece: -1, sources: [], rows: 250, outputs: 3 },
    ]);
  });
});
