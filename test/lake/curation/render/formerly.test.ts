import { expect, test } from 'vitest';
import { planMerge } from '../../../../lake/curation/plan.ts';
import { curatedRowsSql } from '../../../../lake/curation/render/duckdb.ts';
import { sparkMerge } from '../../../../lake/curation/render/spark.ts';
import { trinoMerge } from '../../../../lake/curation/render/trino.ts';
import { notes } from '../../support.ts';

const slice = {
  files: [{ path: 'a', dataset: 'notes', hour: '2026-03-01T10', firstSeq: 1, lastSeq: 9, rows: 9, bytes: 9 }],
  afterSeq: 0,
  throughSeq: 9,
};
const plan = planMerge(notes, slice, { formerly: new Map([['body', ['said', 'text']]]) });

test('every engine finds a column under the names that it had', () => {
  expect(plan.columns[1]).toEqual({ name: 'body', type: { kind: 'text' }, formerly: ['said', 'text'] });
  expect(curatedRowsSql(plan, 'changes', 'key')).toContain(
    'CAST(coalesce(r."body", r."said", r."text") AS VARCHAR) AS "body"',
  );
  expect(sparkMerge(plan, 'ab').merge).toContain(
    'CAST(coalesce(n.r.`body`, n.r.`said`, n.r.`text`) AS STRING) AS `body`',
  );
  expect(sparkMerge(plan, 'ab').merge).toContain(
    "from_json(c.`row`, '`note_id` STRING, `body` STRING, `said` STRING, `text` STRING'",
  );
  expect(trinoMerge(plan, 'ab').merge).toContain(
    'CAST(coalesce(n.r."body", n.r."said", n.r."text") AS VARCHAR) AS "body"',
  );
});
