import { parentPort, workerData } from 'node:worker_threads';
import { carried } from '../carried.ts';
import { createStage } from '../stage.ts';
import type { Order, Setup, Word } from './messages.ts';
import { openIndex } from './open.ts';

/** Enough for one commit to be cheap by the row, few enough to lie in memory. */
const batch = 2000;

if (!parentPort) throw new Error('this module is a thread of its own');
const port = parentPort;
const tell = (word: Word) => port.postMessage(word);

try {
  const index = await openIndex(workerData as Setup, (step) => tell({ kind: 'progress', step }));
  const stage = createStage({
    name: 'query',
    onFailure: (_, error) => tell({ kind: 'failed', error: carried(error) }),
    reached: () => index.checkpoint(),
    async step() {
      const taken = await index.pull(batch);
      tell({ kind: 'reached', checkpoint: index.checkpoint() });
      return taken > 0 ? 'now' : { withinMs: 60_000 };
    },
  });
  const orders = {
    start: async () => stage.start(),
    stop: () => stage.stop(),
    close: async () => index.close(),
  };
  const obeyed = async (order: Exclude<Order, { kind: 'wake' }>): Promise<void> => {
    if (order.kind === 'rebuild') return index.rebuild(order.datasets);
    if (order.kind === 'erase') return index.erase(order.keys);
    if (order.kind === 'settle') return stage.settle(order.through);
    return orders[order.kind]();
  };
  port.on('message', (order: Order) => {
    if (order.kind === 'wake') return stage.wake();
    const { kind, id } = order;
    obeyed(order)
      .then(
        () => tell({ kind: 'done', id, error: null }),
        (error: unknown) => tell({ kind: 'done', id, error: carried(error) }),
      )
      .finally(() => kind === 'close' && port.close());
  });
  tell({ kind: 'opened', checkpoint: index.checkpoint() });
} catch (error) {
  tell({ kind: 'failed', error: carried(error) });
}
