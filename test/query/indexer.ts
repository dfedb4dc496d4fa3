import { createQuerySink } from '../../query/sink.ts';
import { openSqliteIndex } from '../../query/sqlite/index.ts';
import { contracts } from './contracts.ts';
import { numberedEvents } from './numbered.ts';

/** A process that indexes an endless bus and says so after each batch, until it is killed. */
const path = process.argv[2] ?? '';
const index = openSqliteIndex(path, { contracts, textOf: async () => null });
const bus = { read: numberedEvents, head: () => Number.MAX_SAFE_INTEGER };
const sink = createQuerySink(bus, index, Object.keys(contracts));
for (;;) {
  await sink.pull(200);
  process.stdout.write(`${sink.checkpoint()}\n`);
}
