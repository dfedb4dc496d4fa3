import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Bench, median, seconds } from './bench.ts';

const entry = fileURLToPath(new URL('../../cli/aljibe.js', import.meta.url));

/** Taken in turns, so that a busy moment of the machine strikes both. */
const bench: Bench = {
  describe: 'how soon `aljibe --help` is there, beside a Node that does nothing',
  async run(_dir, _say, { quick }) {
    const rounds = quick ? 1 : 41;
    const helps: number[] = [];
    const nothings: number[] = [];
    for (let round = 0; round < rounds; round++) {
      helps.push(await seconds(() => spawnSync(process.execPath, [entry, '--help'])));
      nothings.push(await seconds(() => spawnSync(process.execPath, ['-e', '0'])));
    }
    return [
      {
        what: 'aljibe --help, median',
        value: median(helps) * 1000,
        unit: 'ms',
        peer: { what: 'node -e 0', value: median(nothings) * 1000 },
        bar: { atMost: 1.5 },
      },
    ];
  },
};

export default bench;
