import { instantText } from '../../../base/clock.ts';
import { carried } from '../../../runtime/carried.ts';
import type { ParityState } from '../../api.ts';
import { requireAll } from '../asker.ts';
import type { Backend } from '../backend.ts';
import { json } from '../reply.ts';
import type { Routes } from '../routes.ts';

/** One comparison at a time, which goes on whoever looks; its last result stays. */
export function parityRoutes(backend: Backend, closing: AbortSignal): Routes {
  let state: ParityState = { running: null, last: null, failure: null };

  async function run(): Promise<void> {
    state = { ...state, running: { step: '' }, failure: null };
    try {
      const progress = (running: NonNullable<ParityState['running']>) => {
        state = { ...state, running };
      };
      const report = await backend.parity(progress, closing);
      state = { running: null, last: { at: instantText(backend.clock.now()), report }, failure: null };
    } catch (error) {
      const { message, hint } = carried(error);
      state = { ...state, running: null, failure: { message, ...(hint ? { hint } : {}) } };
    }
  }
  return {
    'GET /api/parity': ({ asker }) => {
      // A difference names its key, which may be a person's.
      requireAll(asker, 'parity');
      return json(state);
    },
    'POST /api/parity': ({ asker }) => {
      requireAll(asker, 'parity');
      if (!state.running) void run();
      return json(state, 202);
    },
  };
}
