import { randomUUID } from 'node:crypto';
import { instantText } from '../../base/clock.ts';
import { catalog, contractOf } from '../../datasets/catalog.ts';
import { cutoffOf, isExpired } from '../../datasets/retention.ts';
import type { WriterCommand } from '../command.ts';
import { endErasure } from '../erasure/end.ts';
import { certificatePath, writeJournal } from '../erasure/journal.ts';
import { refuseHeld } from '../erasure/plan.ts';
import { findAllExpired } from '../erasure/run.ts';
import { inTurn } from '../turns.ts';

export interface RetentionArgs {
  /** Says what there is, and changes nothing. */
  readonly dryRun: boolean;
}

export interface Retained {
  readonly datasets: readonly {
    readonly dataset: string;
    readonly period: string;
    /** Column that it counts from, or `deletion`. */
    readonly from: string;
    readonly cutoff: string;
    /** Rows that are older. */
    readonly rows: number;
    /** Versions of these, and of rows that are gone, in the raw zone. */
    readonly versions: number;
  }[];
  /** Path of the certificate; null where nothing was changed. */
  readonly certificate: string | null;
}

/** Removes what is older than its contract allows, the way a person is erased. */
export const retention: WriterCommand<RetentionArgs, Retained> = (
  platform,
  { dryRun },
  { progress, signal },
) =>
  inTurn(platform.stores, async () => {
    const { stores, pipeline } = platform;
    const { ledger, state, clock } = stores;
    progress({ step: 'looking for what is kept no longer' });
    await pipeline.settle();
    const contracts = Object.values(catalog);
    const cutoffs = Object.fromEntries(
      contracts.map((contract) => [contract.name, cutoffOf(contract, clock.now())]),
    );
    const traces = await findAllExpired(stores, cutoffs);
    const datasets = contracts.map(({ name, retention: { period, from } }) => ({
      dataset: name,
      period,
      from,
      cutoff: cutoffs[name] as string,
      rows: expiredRows(name),
      versions: traces.get(name)?.length ?? 0,
    }));
    if (dryRun || traces.size === 0) return { datasets, certificate: null };
    await refuseHeld(stores, traces);
    signal.throwIfAborted();
    const journal = writeJournal(state, {
      id: randomUUID(),
      requestedAt: instantText(clock.now()),
      identities: [],
      values: [],
      cutoffs,
      rows: {
        deleted: Object.fromEntries(
          datasets.filter(({ rows }) => rows > 0).map(({ dataset, rows }) => [dataset, rows]),
        ),
        anonymised: {},
        quarantined: 0,
      },
      foundBefore: null,
      done: {},
    });
    await endErasure(platform, journal, progress);
    return { datasets, certificate: certificatePath(state, journal.id) };

    function expiredRows(dataset: string): number {
      const contract = contractOf(dataset);
      const keys = new Set(traces.get(dataset)?.map(({ key }) => key));
      let count = 0;
      for (const key of keys) {
        const row = ledger.get(dataset, key)?.row;
        if (row && isExpired(contract, row, cutoffs[dataset] as string)) count += 1;
      }
      return count;
    }
  });
