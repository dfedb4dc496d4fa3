import type { Answer } from '../../lake/sql/answer.ts';
import type { Footprint } from '../governance/footprint.ts';

/** How a read ended, and how many rows were handed out. `stopped`: whoever asked did not wait for the end. */
export interface ReadEnd {
  readonly outcome: 'done' | 'refused' | 'failed' | 'stopped';
  readonly rows: number;
}

/** Keeps who read what. What it throws ends the read: nothing is read unseen. */
export interface ReadLog {
  /** Keeps that a read begins, durably, and answers what is to be called once, when it ends. */
  begin(footprint: Footprint): (end: ReadEnd) => void;
}

/** The same answer, whose end is told: after its last row, or when it is closed before. */
export function watched(
  answer: Answer,
  ended: (end: ReadEnd) => void,
  signal: AbortSignal | undefined,
): Answer {
  let rows = 0;
  let isOver = false;
  const end = (outcome: ReadEnd['outcome']) => {
    if (isOver) return;
    isOver = true;
    ended({ outcome, rows });
  };
  async function* chunks(): Answer['chunks'] {
    try {
      for await (const chunk of answer.chunks) {
        rows += chunk.rowCount;
        yield chunk;
      }
    } catch (error) {
      end(signal?.aborted ? 'stopped' : 'failed');
      throw error;
    }
    end('done');
  }
  return {
    columns: answer.columns,
    chunks: chunks(),
    async close() {
      try {
        await answer.close();
      } finally {
        end('stopped');
      }
    },
  };
}
