import type { Bench } from './bench.ts';
import { percentile, startWriting, watchFreshness } from './fresh.ts';
import { allSinks, openSchool, promptSinks, startUp, untilCopied } from './running.ts';

const rate = 2000;

const bench: Bench = {
  describe: `from commit to searchable at ${rate} rows/s of the workload's mix, while raw zone and curation go on`,
  async run(dir, say, { quick }) {
    const seconds = quick ? 1 : 60;
    const school = await openSchool(dir, quick ? 20 : 2000);
    try {
      const running = await startUp(school);
      const copied = await untilCopied(school, quick ? promptSinks : allSinks);
      const writing = startWriting(school, quick ? 200 : rate);
      const { delays, rows } = await watchFreshness(school, copied, { warmUp: quick ? 0 : 5, seconds });
      await writing.stop();
      const { peak } = running.memory();
      await running.stop();
      say(`${rows} rows in ${seconds} s, ${Math.round(peak)} MB at most`);
      return [
        { what: 'half of the rows within', value: percentile(delays, 0.5), unit: 'ms', bar: { atMost: 60 } },
        { what: '99 of 100 within', value: percentile(delays, 0.99), unit: 'ms', bar: { atMost: 200 } },
        { what: 'all within', value: delays.at(-1) ?? Number.NaN, unit: 'ms' },
        {
          what: 'rows a second meanwhile',
          value: rows / seconds,
          unit: 'rows/s',
          bar: { atLeast: 0.95 * rate },
        },
      ];
    } finally {
      await school.close();
    }
  },
};

export default bench;
