import { join } from 'node:path';
import { systemClock } from '../../base/clock.ts';
import { attendance } from '../../datasets/attendance.ts';
import { type Curated, curate } from '../../lake/curation/curate.ts';
import { type Bench, type Figure, median, seconds } from './bench.ts';
import {
  type Content,
  contentOf,
  type Lake,
  mixedChanges,
  newestWeek,
  openLake,
  undo,
} from './merge/lake.ts';
import { mergeWithPyIceberg, mergeWithSpark } from './merge/peers.ts';
import { oneStatement, plainFile } from './merge/statement.ts';

type Say = (line: string) => void;

const bench: Bench = {
  describe:
    'merging accepted changes into curated Iceberg tables, beside DuckDB over plain Parquet; with --peers beside PyIceberg and Spark',
  async run(dir, say, { quick, peers }) {
    const rounds = quick ? 1 : 7;
    const mixed = await openLake(join(dir, 'mixed'), quick ? 2_000 : 1_000_000, mixedChanges);
    const { content, sorted, unsorted, ...merge } = await besideDuckDb(mixed, rounds, say);
    const figure: Figure = { what: '100k mixed changes into 1M rows', value: merge.time, unit: 's' };
    const beside = [
      ...(peers ? await besidePeers(mixed, content, say) : []),
      { peer: { what: 'DuckDB, plain Parquet, unsorted', value: unsorted } },
    ];
    mixed.close();
    const week = await openLake(join(dir, 'week'), quick ? 3_000 : 9_000_000, newestWeek);
    const rewrites: Merge[] = [];
    for (let round = 0; round < rounds; round++) rewrites.push(await mergeOnce(week, say));
    week.close();
    return [
      { ...figure, peer: { what: 'DuckDB, plain Parquet', value: sorted }, bar: { atMost: 1.5 } },
      ...beside.map((one) => ({ ...figure, ...one })),
      { what: 'written anew for these', value: merge.bytes / 1e6, unit: 'MB' },
      {
        what: '1k changes to the newest week of 9M rows',
        value: median(rewrites.map(({ time }) => time)),
        unit: 's',
        bar: { atMost: 1 },
      },
      { what: 'written anew for these', value: (rewrites[0]?.bytes ?? 0) / 1e6, unit: 'MB' },
    ];
  },
};

export default bench;

interface Merge {
  readonly time: number;
  readonly bytes: number;
  readonly content: Content;
}

/** Merges once, from where the table was in the beginning. */
async function mergeOnce(lake: Lake, say: Say): Promise<Merge> {
  let result: Curated | undefined;
  const time = await seconds(async () => {
    result = await curate(attendance, { ...lake, clock: systemClock });
  });
  const { inserted, updated, deleted, filesWritten, bytesWritten } = result as Curated;
  say(
    `${inserted} inserted, ${updated} updated, ${deleted} deleted, ${filesWritten} files in ${time.toFixed(3)} s`,
  );
  const content = await contentOf(lake);
  await undo(lake);
  return { time, bytes: bytesWritten, content };
}

/** Merges the same again and again, in turns with one statement of DuckDB: what disturbs the one disturbs the other. */
async function besideDuckDb(lake: Lake, rounds: number, say: Say) {
  const plain = await plainFile(lake);
  const merges: Merge[] = [];
  const sorted: number[] = [];
  const unsorted: number[] = [];
  for (let round = 0; round < rounds; round++) {
    sorted.push(await oneStatement(lake, plain, `ORDER BY ${attendance.key}`));
    unsorted.push(await oneStatement(lake, plain, ''));
    merges.push(await mergeOnce(lake, say));
    say(`  DuckDB ${sorted.at(-1)?.toFixed(3)} s, unsorted ${unsorted.at(-1)?.toFixed(3)} s`);
  }
  return {
    ...(merges[0] as Merge),
    time: median(merges.map(({ time }) => time)),
    sorted: median(sorted),
    unsorted: median(unsorted),
  };
}

/** The same by others, who must come to the same rows. Spark comes last: the table is Spark's afterwards. */
async function besidePeers(lake: Lake, content: Content, say: Say): Promise<Pick<Figure, 'peer' | 'bar'>[]> {
  const pyiceberg = await mergeWithPyIceberg(lake, 7);
  say(`PyIceberg: ${JSON.stringify(pyiceberg)}`);
  const spark = await mergeWithSpark(lake, 4);
  say(`Spark: ${JSON.stringify(spark)}`);
  for (const { rows, versions } of [pyiceberg, spark]) {
    if (rows !== content.rows || versions !== content.versions) {
      throw new Error(
        `a peer came to ${rows} rows, ${versions} versions instead of ${JSON.stringify(content)}`,
      );
    }
  }
  return [
    { peer: { what: 'PyIceberg, Arrow join', value: median(pyiceberg.seconds) }, bar: { atMost: 1 } },
    // Its first round compiles.
    { peer: { what: 'Spark local[2], warm', value: median(spark.seconds.slice(1)) } },
  ];
}
