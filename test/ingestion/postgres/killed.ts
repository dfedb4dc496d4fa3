/**
 * Feeds a ledger in a process of its own, which kills itself as soon as the ledger has made its nth batch durable:
 * before anybody is told. Arguments: connection string, path of the ledger, slot, n.
 */
import { systemClock } from '../../../base/clock.ts';
import { openLedger } from '../../../ingestion/ledger/ledger.ts';
import { startPostgresFeeder } from '../../../ingestion/postgres/feeder.ts';
import { contracts, pupilsMapping } from './school.ts';

const [connectionString = '', path = '', slot = '', nth = ''] = process.argv.slice(2);
const ledger = openLedger(path, { clock: systemClock, contracts });
let batches = 0;

const feeder = startPostgresFeeder({
  connectionString,
  ledger: {
    ...ledger,
    accept(source, batch) {
      const outcome = ledger.accept(source, batch);
      if (batch.changes.length > 0) batches += 1;
      if (batches === Number(nth)) process.kill(process.pid, 'SIGKILL');
      return outcome;
    },
  },
  mappings: [pupilsMapping],
  clock: systemClock,
  report: () => {},
  options: { contracts, slot, batchRows: 100 },
});
await feeder.done;
