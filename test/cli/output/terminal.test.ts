import { describe, expect, test } from 'vitest';
import { fixedClock } from '../../../base/clock.ts';
import { liveView } from '../../../cli/output/live.ts';
import { progressLine, progressText } from '../../../cli/output/progress.ts';
import { terminal } from '../terminal.ts';

describe('progress', () => {
  test.each([
    [{ step: 'reading' }, 'reading'],
    [{ step: 'students', done: 1234 }, 'students  1,234'],
    [{ step: 'students', done: 50, total: 200 }, 'students  ██████░░░░░░░░░░░░░░░░░░  50 of 200'],
    [{ step: 'students', done: 0, total: 0 }, 'students  0'],
  ])('%j', (step, line) => {
    expect(progressText(step)).toBe(line);
  });

  test('is drawn over itself on a terminal, not more often than one can see, and taken away at the end', () => {
    const { written, stream } = terminal();
    const clock = fixedClock('2026-03-02T08:00:00Z');
    const line = progressLine(stream, clock);
    line.show({ step: 'a' });
    line.show({ step: 'b' });
    clock.advance(100_000n);
    line.show({ step: 'c' });
    line.clear();
    line.clear();
    expect(written).toEqual(['\r\u001b[2Ka', '\r\u001b[2Kc', '\r\u001b[2K']);
  });

  test('is nothing where no one looks', () => {
    const { written, stream } = terminal({ isTTY: false });
    const line = progressLine(stream, fixedClock('2026-03-02T08:00:00Z'));
    line.show({ step: 'a' });
    line.clear();
    expect(written).toEqual([]);
  });
});

describe('a live view', () => {
  test('is drawn over its last drawing and leaves the cursor as it was', () => {
    const { written, stream } = terminal();
    const view = liveView(stream);
    view.draw(['one', 'two']);
    view.draw(['three']);
    view.close();
    expect(written).toEqual(['\u001b[?25l\r\u001b[Jone\ntwo\n', '\u001b[2A\r\u001b[Jthree\n', '\u001b[?25h']);
  });

  test('stays within the terminal', () => {
    const { written, stream } = terminal({ columns: 10, rows: 4 });
    liveView(stream).draw(['a line that is long', 'b', 'c', 'd']);
    expect(written).toEqual(['\u001b[?25l\r\u001b[Ja line t…\nb\n…\n']);
  });
});
