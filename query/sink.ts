import type { Bus, Sink } from '../datasets/change.ts';
import { type Indexer, RebuildNeeded } from './engine.ts';

/**
 * The query cluster as a reader of the bus.
 *
 * @throws RebuildNeeded (from `pull`) when events that were not indexed have left the bus.
 */
export function createQuerySink(bus: Bus, index: Indexer, datasets: readonly string[]): Sink {
  return {
    name: 'query',
    checkpoint: () => index.checkpoint(),
    async pull(limit) {
      const checkpoint = index.checkpoint();
      // Looked at before the events: what the writer of the bus, on another thread, appends in between is no gap.
      const head = bus.head();
      const events = bus.read(checkpoint, limit);
      const next = events[0]?.seq ?? head + 1;
      if (next > checkpoint + 1) {
        throw new RebuildNeeded(`the bus begins at ${next}, the index ends at ${checkpoint}`, datasets);
      }
      if (events.length > 0) await index.apply(events);
      return events.length;
    },
  };
}
