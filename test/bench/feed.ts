import { parseArgs } from 'node:util';
import { systemClock } from '../../base/clock.ts';
import { openLedger } from '../../ingestion/ledger/ledger.ts';
import { legacyMappings } from '../../ingestion/mapping/legacy/all.ts';
import { startPostgresFeeder } from '../../ingestion/postgres/feeder.ts';
import type { Fed } from './feeding.ts';
import { memoryOf } from './memory.ts';

/**
 * The feeder by itself, as a process of its own, so that its memory is nobody else's: feeds until the ledger holds
 * everything before `--end`, and prints what it took.
 */
const { values } = parseArgs({
  options: {
    database: { type: 'string', default: '' },
    ledger: { type: 'string', default: '' },
    end: { type: 'string', default: '0' },
  },
});
const ledger = openLedger(values.ledger, { clock: systemClock });
const feeder = startPostgresFeeder({
  connectionString: values.database,
  ledger,
  mappings: legacyMappings,
  clock: systemClock,
  report: () => {},
});
const begin = performance.now();
const memory: number[] = [];
const sampling = setInterval(() => memory.push(memoryOf(process.pid).now), 100);
await feeder.caughtUp(BigInt(values.end));
const seconds = (performance.now() - begin) / 1000;
clearInterval(sampling);
await feeder.stop();
ledger.close();
const half = memory.slice(0, Math.ceil(memory.length / 2));
const fed: Fed = {
  seconds,
  accepted: feeder.progress().totals.accepted,
  peak: memoryOf(process.pid).peak,
  peakOfFirstHalf: Math.max(...half, 0),
};
process.stdout.write(`${JSON.stringify(fed)}\n`);
