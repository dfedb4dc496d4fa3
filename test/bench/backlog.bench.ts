import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../base/clock.ts';
import { burst } from '../../legacy/workload/burst.ts';
import { storedStatus } from '../../runtime/status.ts';
import { type Bench, seconds } from './bench.ts';
import { percentile, startWriting, untilFresh, watchFreshness } from './fresh.ts';
import { allSinks, openSchool, promptSinks, type School, startUp, untilCopied } from './running.ts';

const newRate = 2000;

/** The program finds its backlog when it starts, as after an outage: once by itself, once while new rows come in. */
const bench: Bench = {
  describe: `a backlog on its way from the WAL into every sink of the running program, then another with ${newRate} new rows/s behind it`,
  async run(dir, say, { quick, backlog = quick ? 1000 : 500_000 }) {
    const names = quick ? promptSinks : allSinks;
    const school = await openSchool(dir, quick ? 20 : 2000);
    try {
      const first = await startUp(school);
      const copied = await untilCopied(school, names);
      say(`copied ${copied} rows; ${Math.round(first.memory().peak)} MB at most`);
      await first.stop();
      const written = await burst(school.client, { rows: backlog, seed: 7 });
      const running = await startUp(school);
      const { rows, seconds: taken } = await drained(school.state, copied + written.rows, names, say);
      const { peak } = running.memory();
      await running.stop();
      say(`${rows} changes; ${Math.round(peak)} MB at most`);
      const rate = (name: string) => Math.round(rows / (taken.get(name) ?? Number.NaN));
      const late = await catchUp(school, backlog, quick, say);
      return [
        { what: 'into the bus, with all sinks at work', value: rate('bus'), unit: 'rows/s' },
        {
          what: 'into raw zone and query cluster',
          value: Math.min(...names.filter((name) => name !== 'curate').map(rate)),
          unit: 'rows/s',
        },
        {
          what: 'into all sinks',
          value: Math.min(...names.map(rate)),
          unit: 'rows/s',
          bar: { atLeast: 15_000 },
        },
        { what: 'memory of the whole program, at most', value: Math.max(peak, late.peak), unit: 'MB' },
        {
          what: 'until new rows behind it are fresh',
          value: late.until,
          unit: 's',
          peer: { what: 'at the rate without them', value: late.must(rate('query')) },
          bar: { atMost: 1.5 },
        },
        {
          what: 'from then on half within',
          value: percentile(late.delays, 0.5),
          unit: 'ms',
          bar: { atMost: 60 },
        },
        { what: '99 of 100 within', value: percentile(late.delays, 0.99), unit: 'ms', bar: { atMost: 200 } },
      ];
    } finally {
      await school.close();
    }
  },
};

/** Seconds until the bus and each sink had all, from when the program was ready. */
async function drained(
  state: School['state'],
  about: number,
  names: readonly string[],
  say: (line: string) => void,
) {
  const seconds = new Map<string, number>();
  let begin: { readonly at: number; readonly head: number } | null = null;
  for (;;) {
    const { head, sinks } = await storedStatus(state, systemClock);
    begin ??= { at: performance.now(), head };
    const now = (performance.now() - begin.at) / 1000;
    // Some of what was written is not new to the ledger, so the end is where nothing more comes.
    if (!seconds.has('bus') && head >= about * 0.98) seconds.set('bus', now);
    for (const { name, checkpoint } of sinks) {
      if (checkpoint === head && seconds.has('bus') && !seconds.has(name)) seconds.set(name, now);
    }
    if (names.every((name) => seconds.has(name))) return { rows: head - begin.head, seconds };
    say(
      `${now.toFixed(1)} s: ${head}, behind ${sinks.map(({ name, behind }) => `${name} ${behind}`).join(', ')}`,
    );
    await pause(500);
  }
}

/** How soon new rows are fresh that come behind a backlog, and how fresh they are while the lake still works it off. */
async function catchUp(school: School, backlog: number, quick: boolean, say: (line: string) => void) {
  const from = (await storedStatus(school.state, systemClock)).head;
  const { rows } = await burst(school.client, { rows: backlog, seed: 8 });
  const writing = startWriting(school, quick ? 200 : newRate);
  const running = await startUp(school);
  let reached = 0;
  const until = await seconds(async () => {
    reached = await untilFresh(school, 200, quick ? 10 : 300);
  });
  const behind = async () =>
    (await storedStatus(school.state, systemClock)).sinks.map(({ name, behind }) => `${name} ${behind}`);
  say(`fresh again after ${until.toFixed(1)} s, behind ${await behind()}`);
  const { delays } = await watchFreshness(school, reached, { warmUp: 0, seconds: quick ? 1 : 20 });
  await writing.stop();
  say(`then behind ${await behind()}`);
  const { peak } = running.memory();
  await running.stop();
  /** Seconds that all this takes at a rate, if new rows take their turn and nothing else. */
  const must = (rowsASecond: number) => rows / Math.max(1, rowsASecond - (reached - from - rows) / until);
  return { until, must, delays, peak };
}

export default bench;
