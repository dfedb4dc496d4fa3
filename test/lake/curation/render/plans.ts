import type { Slice } from '../../../../lake/curation/plan.ts';

export { notes, specimens } from '../../support.ts';

export const pidKey = '0b'.repeat(32);

/** Changes 11 to 20, accepted within two hours. */
export const slice: Slice = {
  afterSeq: 10,
  throughSeq: 20,
  files: ['2026-03-01T11', '2026-03-01T10'].map((hour) => ({
    path: `changes/dataset=notes/hour=${hour}/1-20.parquet`,
    dataset: 'notes',
    hour,
    firstSeq: 1,
    lastSeq: 20,
    rows: 20,
    bytes: 1000,
  })),
};
