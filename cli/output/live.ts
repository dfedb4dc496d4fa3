import { cut, widthOf } from './text.ts';

/** A view of several lines that is drawn again in its place. */
export interface LiveView {
  draw(lines: readonly string[]): void;
  /** Leaves the last drawing where it is and gives the cursor back. */
  close(): void;
}

const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
const eraseBelow = '\u001b[J';

/**
 * Draws on a terminal. Lines are cut to its width and their number to its height, since a line that wraps or
 * scrolls away could not be drawn over.
 */
export function liveView(stream: NodeJS.WriteStream): LiveView {
  let height = 0;
  // However the program ends, the person keeps a cursor.
  const restore = () => stream.write(showCursor);
  return {
    draw(lines) {
      const room = Math.max(1, stream.rows - 1);
      const shown = lines.length > room ? [...lines.slice(0, room - 1), '…'] : lines;
      if (height === 0) process.once('exit', restore);
      const up = height > 0 ? `\u001b[${height}A` : hideCursor;
      const fitting = shown.map((line) =>
        widthOf(line) < stream.columns ? line : cut(line, stream.columns - 1),
      );
      stream.write(`${up}\r${eraseBelow}${fitting.map((line) => `${line}\n`).join('')}`);
      height = shown.length;
    },
    close() {
      if (height === 0) return;
      height = 0;
      process.off('exit', restore);
      restore();
    },
  };
}
