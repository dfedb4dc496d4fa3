import type pg from 'pg';
import type { Clock } from '../../base/clock.ts';
import { failpoint } from '../../base/failpoints.ts';
import { quoteName, quoteText } from './connect.ts';
import type { Lsn } from './lsn.ts';
import type { Stream } from './stream.ts';

/** The part of node-postgres' connection that the streaming protocol needs. */
interface Wire {
  on(event: 'copyData', listener: (message: { readonly chunk: Buffer }) => void): void;
  once(event: 'replicationStart', listener: () => void): void;
  sendCopyFromChunk(chunk: Buffer): void;
  /** Says good-bye behind whatever was sent before. */
  end(): void;
  readonly stream: { destroy(error?: Error): void };
}

/** A stream that runs. */
export interface Following {
  /** Resolves after `stop`; rejects when the connection ends or a message cannot be taken. */
  readonly done: Promise<void>;
  /** Ends the connection; `done` rejects with the reason. */
  fail(reason: unknown): void;
  /** Makes durable what has arrived whole, tells PostgreSQL and ends the connection. */
  stop(): Promise<void>;
}

const xLogData = 0x77;
const keepalive = 0x6b;
const statusUpdate = 0x72;
/** A server that hears nothing for a minute gives the connection up: within a long transaction too, say something. */
const signOfLife = 4 * 1_048_576;
const postgresEpoch = 946_684_800_000_000n;

/**
 * Streams a slot into `stream` (PostgreSQL manual, "Streaming Replication Protocol"), from where the server was last
 * told that everything is durable. Messages are taken as they are read, so that a slow ledger slows the server down
 * and nothing piles up; when nothing more has arrived, whole transactions are made durable. Only what is durable is
 * ever confirmed: confirming one byte more makes PostgreSQL skip a transaction that commits right behind.
 */
export function follow(parts: {
  readonly replication: pg.Client;
  readonly slot: string;
  readonly publication: string;
  readonly stream: Stream;
  readonly clock: Clock;
  /** Called whenever the stream has come further. */
  readonly moved: () => void;
  readonly started: () => void;
}): Following {
  const { replication, stream, clock } = parts;
  const wire = (replication as unknown as { connection: Wire }).connection;
  let failure: unknown;
  let isOver = false;
  let isScheduled = false;
  let told: Lsn = -1n;
  let unanswered = 0;

  function guarded(work: () => void): void {
    if (isOver) return;
    try {
      work();
    } catch (error) {
      fail(error);
    }
  }

  function fail(reason: unknown): void {
    isOver = true;
    failure ??= reason;
    wire.stream.destroy();
  }

  function tell(): void {
    failpoint('before wal.acknowledge');
    wire.sendCopyFromChunk(statusMessage(stream.passed(), stream.confirmed(), clock));
    failpoint('after wal.acknowledge');
    told = stream.confirmed();
    unanswered = 0;
  }

  function settle(confirm: boolean): void {
    stream.settle(confirm);
    if (stream.confirmed() > told || confirm) tell();
    parts.moved();
  }

  wire.on('copyData', ({ chunk }) =>
    guarded(() => {
      if (chunk[0] === xLogData) {
        stream.take(chunk.subarray(25));
        unanswered += chunk.length;
        if (stream.confirmed() > told || unanswered >= signOfLife) tell();
      } else if (chunk[0] === keepalive) {
        stream.reached(chunk.readBigUInt64BE(1));
        if (chunk[17] === 1) settle(true);
      }
      if (isScheduled) return;
      isScheduled = true;
      setImmediate(() => {
        isScheduled = false;
        guarded(() => settle(false));
      });
    }),
  );
  wire.once('replicationStart', parts.started);

  const options = `proto_version '1', publication_names ${quoteText(quoteName(parts.publication))}`;
  const done = replication
    .query(`START_REPLICATION SLOT ${quoteName(parts.slot)} LOGICAL 0/0 (${options})`)
    .then(
      () => {
        if (failure !== undefined) throw failure;
        if (!isOver) throw new Error('Connection terminated: the server ended the stream');
      },
      (error: unknown) => {
        if (failure !== undefined) throw failure;
        if (!isOver) throw error;
      },
    );

  return {
    done,
    fail,
    async stop() {
      guarded(() => settle(true));
      isOver = true;
      wire.end();
      await done;
    },
  };
}

/** Standby status update: what was written, flushed and applied; only the flushed place lets the server forget. */
function statusMessage(passed: Lsn, confirmed: Lsn, clock: Clock): Buffer {
  const message = Buffer.alloc(34);
  message[0] = statusUpdate;
  message.writeBigUInt64BE(passed > confirmed ? passed : confirmed, 1);
  message.writeBigUInt64BE(confirmed, 9);
  message.writeBigUInt64BE(confirmed, 17);
  message.writeBigInt64BE(clock.now() - postgresEpoch, 25);
  return message;
}
