import { systemClock } from '../../base/clock.ts';
import { connect } from '../../ingestion/postgres/connect.ts';
import type { Lsn } from '../../ingestion/postgres/lsn.ts';
import { openDecoder } from '../../ingestion/postgres/pgoutput.ts';
import { follow } from '../../ingestion/postgres/replication.ts';
import type { Stream } from '../../ingestion/postgres/stream.ts';
import { seconds } from './bench.ts';

/** A slot beside the feeder's, for the same changes once more. */
export const peerSlot = 'bench_decode';

/** Decodes what the second slot holds, and does nothing with it. */
export async function decodeOnly(
  connectionString: string,
  end: Lsn,
): Promise<{ rows: number; seconds: number }> {
  const replication = await connect(connectionString, { replication: true });
  const decode = openDecoder(() => () => true);
  let rows = 0;
  let passed = 0n;
  const stream: Stream = {
    take(message) {
      const change = decode(message);
      if (change.kind === 'commit') passed = change.endLsn;
      else if (change.kind === 'insert' || change.kind === 'update' || change.kind === 'delete') rows += 1;
    },
    reached(lsn) {
      passed = lsn;
    },
    settle() {},
    confirmed: () => 0n,
    passed: () => passed,
    committedAt: () => null,
  };
  const caughtUp = Promise.withResolvers<void>();
  const taken = await seconds(async () => {
    const following = follow({
      replication,
      slot: peerSlot,
      publication: 'aljibe',
      stream,
      clock: systemClock,
      started: () => {},
      moved: () => passed >= end && caughtUp.resolve(),
    });
    await caughtUp.promise;
    await following.stop();
  });
  await withDropped(connectionString);
  return { rows, seconds: taken };
}

async function withDropped(connectionString: string): Promise<void> {
  const replication = await connect(connectionString, { replication: true });
  await replication.query(`DROP_REPLICATION_SLOT ${peerSlot} WAIT`);
  await replication.end();
}
