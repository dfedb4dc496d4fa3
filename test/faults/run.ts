/**
 * The fault suite: `npm run test:faults -- [--seeds N] [--seed S] [--kills N] [--people N] [FILE...]`. Without
 * options the kills of one fixed seed and every scenario; with `--seeds` the kills of as many seeds, from `--seed` on;
 * with `--people` the erasure of so many.
 */
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

const { values, positionals } = parseArgs({
  options: {
    seeds: { type: 'string' },
    seed: { type: 'string' },
    kills: { type: 'string' },
    people: { type: 'string' },
  },
  allowPositionals: true,
});
for (const [name, value] of Object.entries(values)) process.env[`FAULTS_${name.toUpperCase()}`] = value;
const vitest = await startVitest('test', positionals, { config: 'vitest.faults.config.ts', run: true });
await vitest.close();
