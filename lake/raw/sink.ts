import type { DuckDBAppender } from '@duckdb/node-api';
import { type Clock, hasPassed, type Micros } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import { failpoint } from '../../base/failpoints.ts';
import type { Bus, ChangeEvent, Sink } from '../../datasets/change.ts';
import type { Engine } from '../duckdb.ts';
import { openRawFiles, type RawFile } from './files.ts';
import { rawOrphans, removeRawFiles } from './orphans.ts';
import { bufferDefinition, partitions, writePartition } from './parquet.ts';

export interface RawSinkOptions {
  /** Folder of the raw zone. */
  readonly dir: string;
  readonly bus: Bus;
  readonly engine: Engine;
  readonly clock: Clock;
  /** A flush is due when this many events wait. Default 100,000. */
  readonly maxRows?: number;
  /** A flush is due when the texts of the waiting events are this long. Default 64 MB. */
  readonly maxBytes?: number;
  /** A flush is due when this many events wait and the bus has no more: a backlog has ended. Default 20,000. */
  readonly idleRows?: number;
  /** A flush is due when the oldest waiting event has waited this long. Default 5 seconds. */
  readonly maxAge?: Micros;
}

export interface RawSink extends Sink {
  /** Events taken from the bus that are not durable here yet. */
  waiting(): number;
  /** Makes everything taken so far durable; answers the files that it wrote. */
  flush(): Promise<RawFile[]>;
  close(): void;
}

/**
 * The sink that keeps every change event as it was accepted. It collects events in memory and writes them as
 * Parquet, one file for each dataset and hour of acceptance. A flush counts as a whole or not at all: files are
 * written aside, synced and renamed, and only then listed in the catalog together with the new checkpoint. What
 * a crash loses from memory is still on the bus, after the checkpoint; what it leaves on the disk is removed
 * when the sink opens. One process at a time may have it open.
 */
export async function openRawSink(options: RawSinkOptions): Promise<RawSink> {
  const { dir, bus, engine, clock } = options;
  const { maxRows = 100_000, maxBytes = 64 * 2 ** 20, idleRows = 20_000, maxAge = 5_000_000n } = options;
  const files = openRawFiles(dir);
  refuseOtherBus(dir, files.checkpoint(), bus);
  removeRawFiles(dir, rawOrphans(dir, files, { atStart: true }));
  const connection = await engine.connect();
  await connection.run(bufferDefinition);
  const appender = await connection.createAppender('events', 'main', 'temp');
  let taken = files.checkpoint();
  let rows = 0;
  let bytes = 0;
  let since: Micros = 0n;

  const due = () => rows > 0 && (rows >= maxRows || bytes >= maxBytes || hasPassed(clock, since, maxAge));

  async function flush(): Promise<RawFile[]> {
    if (rows === 0) return [];
    appender.flushSync();
    // What a flush had listed before it failed is not written a second time.
    await connection.run(`DELETE FROM events WHERE seq <= ${files.checkpoint()}`);
    const written: RawFile[] = [];
    for (const partition of await partitions(connection)) {
      written.push(await writePartition(connection, dir, partition));
    }
    failpoint('before raw.catalog');
    files.add(written, taken);
    failpoint('after raw.catalog');
    await connection.run('TRUNCATE events');
    rows = 0;
    bytes = 0;
    return written;
  }

  return {
    name: 'raw',
    checkpoint: () => files.checkpoint(),
    waiting: () => rows,
    async pull(limit) {
      // A flush that failed comes first: what waits must not grow without end.
      if (due()) await flush();
      const events = bus.read(taken, limit);
      refuseGap(dir, taken, events[0]?.seq);
      if (events.length > 0 && rows === 0) since = clock.now();
      for (const event of events) {
        append(appender, event);
        bytes += (event.row?.length ?? 0) + (event.extra?.length ?? 0);
        taken = event.seq;
      }
      rows += events.length;
      const isLast = events.length < limit;
      if (due() || (isLast && rows >= idleRows)) await flush();
      return events.length;
    },
    flush,
    close() {
      appender.closeSync();
      connection.closeSync();
      files.close();
    },
  };
}

const restore = 'Restore ledger and raw zone from one backup, with `aljibe restore`.';

function refuseOtherBus(dir: string, checkpoint: number, bus: Bus): void {
  const head = bus.head();
  if (checkpoint <= head) return;
  throw new UserError(
    `${dir}: the raw zone holds changes up to ${checkpoint}, but the ledger ends at ${head}`,
    {
      hint: restore,
    },
  );
}

function refuseGap(dir: string, taken: number, next: number | undefined): void {
  if (next === undefined || next === taken + 1) return;
  throw new UserError(`${dir}: the raw zone ends at ${taken}, but the bus begins at ${next}`, {
    hint: restore,
  });
}

function append(appender: DuckDBAppender, event: ChangeEvent): void {
  const text = (value: string | null) =>
    value === null ? appender.appendNull() : appender.appendVarchar(value);
  appender.appendBigInt(BigInt(event.seq));
  appender.appendVarchar(event.dataset);
  appender.appendVarchar(event.key);
  appender.appendVarchar(event.op);
  appender.appendBigInt(BigInt(event.version));
  appender.appendVarchar(event.source);
  appender.appendVarchar(event.position);
  text(event.occurredAt);
  appender.appendVarchar(event.acceptedAt);
  appender.appendInteger(event.contractVersion);
  appender.appendInteger(event.mappingVersion);
  text(event.row);
  text(event.extra);
  appender.endRow();
}
