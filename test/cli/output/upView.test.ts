import { describe, expect, test } from 'vitest';
import { fixedClock } from '../../../base/clock.ts';
import { noteOf } from '../../../cli/output/upEvents.ts';
import { upView } from '../../../cli/output/upView.ts';
import type { Status } from '../../../runtime/status.ts';
import type { UpEvent } from '../../../runtime/up.ts';
import { terminal } from '../terminal.ts';

const status: Status = {
  running: true,
  portal: null,
  head: 12,
  source: { state: 'streaming', copy: null, accepted: 12, confirmed: null, lagMs: null },
  sinks: [{ name: 'raw', checkpoint: 12, behind: 0, waitedMs: 0, failure: null }],
  datasets: [
    { dataset: 'students', rows: 12, curated: 12, quarantined: 0, curatedAt: null, waitedMs: 0, held: null },
  ],
};

describe('the view of a platform', () => {
  test('without a terminal is a line for what is new, and now and then the status', () => {
    const { written, stream } = terminal({ isTTY: false });
    const clock = fixedClock('2026-03-02T08:00:00Z');
    const view = upView('D', stream, clock);
    view.show({ kind: 'step', step: { step: 'filling the monolith' } });
    view.show({ kind: 'step', step: { step: 'filling the monolith', done: 5 } });
    view.show({ kind: 'seeded', seeded: { kind: 'generated', rows: 1200 } });
    view.show({ kind: 'status', status, written: null });
    view.show({ kind: 'status', status: { ...status, head: 13 }, written: null });
    clock.advance(10_000_000n);
    view.show({ kind: 'status', status, written: null });
    view.close();
    expect(written).toEqual([
      'filling the monolith\n',
      'a made-up school of 1,200 rows is in the monolith\n',
      'monolith streaming, 12 changes; 12 rows; lake and search up to date\n',
    ]);
  });

  test('on a terminal is drawn in its place, within its width', () => {
    const { written, stream } = terminal();
    const clock = fixedClock('2026-03-02T08:00:00Z');
    const view = upView('/srv/school', stream, clock);
    view.show({ kind: 'status', status, written: 1200 });
    view.show({ kind: 'ready', portal: 'http://localhost:4600' });
    view.close();
    expect(written.at(-1)).toBe('\u001b[?25h');
    expect(written.at(-2)?.split('\u001b[J')[1]).toBe(
      `aljibe /srv/school
portal http://localhost:4600

part      state                  behind  waiting
monolith  streaming, 12 changes
raw zone  up to date

rows by dataset: ✓ all of them in the lake, +N on their way
students                    12 ✓

1,200 rows written by the workload; Ctrl-C stops, the next start continues
`,
    );
  });
});

test('on a low terminal the last line stays, and notes give way, the oldest first', () => {
  const { written, stream } = terminal({ rows: 12 });
  const view = upView('/srv/school', stream, fixedClock('2026-03-02T08:00:00Z'));
  view.show({ kind: 'status', status, written: null });
  for (const dataset of ['students', 'guardians', 'teachers']) {
    view.show({ kind: 'feeder', event: { kind: 'swept', dataset, removed: 1 } });
  }
  view.show({ kind: 'ready', portal: null });
  const drawn = written.at(-1)?.split('\u001b[J')[1]?.trimEnd().split('\n');
  expect(drawn?.slice(-3)).toEqual([
    '',
    'removed 1 teachers that the monolith no longer has',
    'Ctrl-C stops, the next start continues',
  ]);
  expect(drawn).not.toContain('…');
  view.close();
});

test.each<[UpEvent, string | null]>([
  [{ kind: 'seeded', seeded: { kind: 'kept' } }, null],
  [{ kind: 'step', step: { step: 'x' } }, null],
  [
    { kind: 'feeder', event: { kind: 'disconnected', reason: 'it shuts down', waitMs: 2000 } },
    'no connection to the monolith (it shuts down), trying again in 2.0 s',
  ],
  [
    { kind: 'feeder', event: { kind: 'swept', dataset: 'students', removed: 1234 } },
    'removed 1,234 students that the monolith no longer has',
  ],
  [
    { kind: 'failed', stage: 'curate', error: new Error('disk full') },
    'curate failed and will try again: disk full',
  ],
  [
    { kind: 'ready', portal: 'http://localhost:4600' },
    'ready: the portal is at http://localhost:4600; Ctrl-C stops',
  ],
  [{ kind: 'ready', portal: null }, 'ready; Ctrl-C stops'],
])('event %j', (event, note) => {
  expect(noteOf(event)).toBe(note);
});
