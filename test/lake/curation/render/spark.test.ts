import { describe, expect, test } from 'vitest';
import { students } from '../../../../datasets/students.ts';
import { planMerge } from '../../../../lake/curation/plan.ts';
import { sparkMerge } from '../../../../lake/curation/render/spark.ts';
import { notes, pidKey, slice, specimens } from './plans.ts';

describe('a merge plan in Spark SQL', () => {
  test('buries deleted keys first', () => {
    expect(sparkMerge(planMerge(notes, slice), pidKey).tombstones).toBe(
      `MERGE INTO tombstones.notes t
USING (
  SELECT * FROM (
    SELECT \`key\`, \`version\`, op = 'delete' AS gone, accepted_at AS changed_at, \`row\`,
      row_number() OVER (PARTITION BY \`key\` ORDER BY \`version\` DESC) AS place
    FROM raw.changes
    WHERE dataset = 'notes' AND hour BETWEEN '2026-03-01T10' AND '2026-03-01T11'
      AND seq > 10 AND seq <= 20
  ) c WHERE place = 1 AND gone
) s ON t.\`key\` = s.\`key\`
WHEN MATCHED AND s.\`version\` > t.\`version\` THEN UPDATE SET \`version\` = s.\`version\`, deleted_at = s.changed_at
WHEN NOT MATCHED THEN INSERT (\`key\`, \`version\`, deleted_at) VALUES (s.\`key\`, s.\`version\`, s.changed_at)`,
    );
  });

  test('writes what is newer than both the row and its tombstone', () => {
    expect(sparkMerge(planMerge(notes, slice), pidKey).merge).toBe(
      `MERGE INTO curated.notes t
USING (
  SELECT n.gone, CAST(n.r.\`note_id\` AS STRING) AS \`note_id\`,
    CAST(n.r.\`body\` AS STRING) AS \`body\`,
    n.\`version\` AS _version,
    n.changed_at AS _changed_at,
    n.\`key\` AS changed_key
  FROM (
    SELECT c.*, from_json(c.\`row\`, '\`note_id\` STRING, \`body\` STRING', map('mode', 'FAILFAST')) AS r FROM (
    SELECT * FROM (
    SELECT \`key\`, \`version\`, op = 'delete' AS gone, accepted_at AS changed_at, \`row\`,
      row_number() OVER (PARTITION BY \`key\` ORDER BY \`version\` DESC) AS place
    FROM raw.changes
    WHERE dataset = 'notes' AND hour BETWEEN '2026-03-01T10' AND '2026-03-01T11'
      AND seq > 10 AND seq <= 20
  ) c WHERE place = 1
    ) c
  ) n LEFT JOIN tombstones.notes b ON b.\`key\` = n.\`key\`
  WHERE n.gone OR b.\`version\` IS NULL OR n.\`version\` > b.\`version\`
) s ON t.\`note_id\` = s.changed_key
WHEN MATCHED AND s._version > t._version AND s.gone THEN DELETE
WHEN MATCHED AND s._version > t._version THEN UPDATE SET \`body\` = s.\`body\`, _version = s._version, _changed_at = s._changed_at
WHEN NOT MATCHED AND NOT s.gone THEN INSERT (\`note_id\`, \`body\`, _version, _changed_at)
  VALUES (s.\`note_id\`, s.\`body\`, s._version, s._changed_at)`,
    );
  });

  test('reads every kind from its canonical text', () => {
    const { merge } = sparkMerge(planMerge(specimens, slice), pidKey);
    expect(merge.match(/from_json\(.*?'([^']*)'/)?.[1]?.split(', `')).toEqual([
      '`specimen_id` STRING',
      'label` STRING',
      'amount` STRING',
      'price` STRING',
      'ready` STRING',
      'day` STRING',
      'moment` STRING',
      'facts` STRING',
      'tags` ARRAY<STRING>',
      'counts` ARRAY<STRING>',
      'home` STRUCT<`street`: STRING',
      'since`: STRING',
      'spots`: ARRAY<STRING>>',
    ]);
    expect(merge.split('\n').slice(2, 13)).toEqual([
      '  SELECT n.gone, CAST(n.r.`specimen_id` AS STRING) AS `specimen_id`,',
      '    CAST(n.r.`label` AS STRING) AS `label`,',
      '    CAST(n.r.`amount` AS BIGINT) AS `amount`,',
      '    CAST(n.r.`price` AS DECIMAL(18, 3)) AS `price`,',
      '    CAST(n.r.`ready` AS BOOLEAN) AS `ready`,',
      '    CAST(n.r.`day` AS DATE) AS `day`,',
      '    CAST(n.r.`moment` AS TIMESTAMP) AS `moment`,',
      '    CAST(n.r.`facts` AS STRING) AS `facts`,',
      '    CAST(n.r.`tags` AS ARRAY<STRING>) AS `tags`,',
      '    CAST(n.r.`counts` AS ARRAY<BIGINT>) AS `counts`,',
      '    CAST(n.r.`home` AS STRUCT<`street`: STRING, `since`: DATE, `spots`: ARRAY<DECIMAL(5, 2)>>) AS `home`,',
    ]);
  });

  test('computes the pseudonyms of persons', () => {
    const { merge } = sparkMerge(planMerge(students, slice), pidKey);
    const [inner, outer] = [`${'3d'.repeat(32)}${'36'.repeat(32)}`, `${'57'.repeat(32)}${'5c'.repeat(32)}`];
    expect(merge).toContain(
      `    sha2(concat(unhex('${outer}'), unhex(sha2(concat(unhex('${inner}'), ` +
        "CAST(concat('student:', n.r.`student_id`) AS BINARY)), 256))), 256) AS `_student_pid`,",
    );
  });
});
