import { styleText } from 'node:util';
import type { Clock, Micros } from '../../base/clock.ts';
import type { Status } from '../../runtime/status.ts';
import type { UpEvent } from '../../runtime/up.ts';
import { liveView } from './live.ts';
import { progressText, type Step } from './progress.ts';
import { datasetLines, partsText, statusLine } from './status.ts';
import { paperOf } from './table.ts';
import { cut, grouped } from './text.ts';
import { noteOf } from './upEvents.ts';

/** Shows a platform at work. */
export interface UpView {
  show(event: UpEvent): void;
  close(): void;
}

const redrawEvery: Micros = 100_000n;
const lineEvery: Micros = 10_000_000n;
const notesShown = 3;
const legend = 'rows by dataset: ✓ all of them in the lake, +N on their way';

/** A view that is drawn again and again in its place on a terminal, or a line for what is new. */
export function upView(dir: string, stream: NodeJS.WriteStream, clock: Clock): UpView {
  return stream.isTTY ? drawnView(dir, stream, clock) : plainView(stream, clock);
}

function plainView(stream: NodeJS.WriteStream, clock: Clock): UpView {
  let step = '';
  let line = '';
  let writtenAt: Micros = 0n;
  const say = (text: string) => stream.write(`${text}\n`);
  return {
    show(event) {
      const note = noteOf(event);
      if (note) say(note);
      if (event.kind === 'step' && event.step.step !== step) {
        step = event.step.step;
        say(step);
      }
      if (event.kind !== 'status' || clock.now() - writtenAt < lineEvery) return;
      const next = statusLine(event.status);
      writtenAt = clock.now();
      if (next !== line) say(next);
      line = next;
    },
    close: () => {},
  };
}

function drawnView(dir: string, stream: NodeJS.WriteStream, clock: Clock): UpView {
  const view = liveView(stream);
  const notes: string[] = [];
  let step: Step | null = null;
  let status: Status | null = null;
  let written: number | null = null;
  let ready: Extract<UpEvent, { kind: 'ready' }> | null = null;
  let drawnAt: Micros = 0n;

  function lines(): string[] {
    const columns = stream.columns - 1;
    const heading = styleText('bold', 'aljibe', { stream });
    const portal = ready?.portal;
    const above = [
      `${heading} ${cut(dir, columns - 8)}`,
      ...(portal ? [cut(`portal ${portal}`, columns)] : []),
      '',
      ...(status ? [...partsText(status, paperOf(stream)).trimEnd().split('\n'), ''] : []),
      ...(status && status.head > 0 ? [legend, ...datasetLines(status.datasets, columns), ''] : []),
    ];
    const last = ready ? [readyLine(written)] : step ? [progressText(step)] : [];
    // On a low terminal the notes give way: what a person can do here matters more.
    const room = Math.max(0, stream.rows - 1 - above.length - last.length);
    const below = [...(room > 0 ? notes.slice(-room) : []), ...last];
    return [...above, ...below.map((line) => cut(line, columns))];
  }

  return {
    show(event) {
      if (event.kind === 'step') step = event.step;
      if (event.kind === 'status') ({ status, written } = event);
      if (event.kind === 'ready') ready = event;
      const note = event.kind === 'ready' ? null : noteOf(event);
      if (note) notes.push(note);
      if (notes.length > notesShown) notes.shift();
      if (clock.now() - drawnAt < redrawEvery && event.kind !== 'ready') return;
      drawnAt = clock.now();
      view.draw(lines());
    },
    close() {
      view.draw(lines());
      view.close();
    },
  };
}

function readyLine(written: number | null): string {
  const workload = written === null ? '' : `${grouped(written)} rows written by the workload; `;
  return `${workload}Ctrl-C stops, the next start continues`;
}
