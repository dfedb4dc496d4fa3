import type { Clock, Micros } from '../../base/clock.ts';
import { cut, grouped } from './text.ts';

export interface Step {
  readonly step: string;
  readonly done?: number;
  readonly total?: number;
}

export interface ProgressLine {
  show(step: Step): void;
  /** Takes the line away. */
  clear(): void;
}

const barWidth = 24;
const redrawEvery: Micros = 80_000n;
const eraseLine = '\r\u001b[2K';

/** One line that says how far the work is, on a terminal; nothing where no one looks. */
export function progressLine(stream: NodeJS.WriteStream, clock: Clock): ProgressLine {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} };
  let drawnAt: Micros = 0n;
  let drawn = false;
  return {
    show(step) {
      const now = clock.now();
      if (now - drawnAt < redrawEvery) return;
      drawnAt = now;
      drawn = true;
      stream.write(`${eraseLine}${cut(progressText(step), stream.columns - 1)}`);
    },
    clear() {
      if (drawn) stream.write(eraseLine);
      drawn = false;
    },
  };
}

/** `students  ████████░░░░░░░░  1,200 of 3,400`, or without the bar where the total is not known. */
export function progressText({ step, done, total }: Step): string {
  if (done === undefined) return step;
  if (!total) return `${step}  ${grouped(done)}`;
  return `${step}  ${bar(done / total)}  ${grouped(done)} of ${grouped(total)}`;
}

function bar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * barWidth);
  return '█'.repeat(filled) + '░'.repeat(barWidth - filled);
}
