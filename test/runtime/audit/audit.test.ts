import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fixedClock } from '../../../base/clock.ts';
import { openLedger } from '../../../ingestion/ledger/ledger.ts';
import { beginAct } from '../../../runtime/audit/event.ts';
import { takeAudit } from '../../../runtime/audit/take.ts';
import { layoutOf } from '../../../runtime/state.ts';

function place() {
  const dir = mkdtempSync(join(tmpdir(), 'aljibe-audit-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const state = layoutOf(dir);
  const clock = fixedClock('2026-03-02T10:00:00Z');
  mkdirSync(join(dir, 'ledger'));
  const ledger = openLedger(state.ledger, { clock });
  onTestFinished(() => ledger.close());
  const events = () => [...ledger.rows('audit_events')].map(({ row }) => row);
  const waiting = () => readdirSync(state.audit);
  return { state, clock, ledger, events, waiting, take: () => takeAudit(state, ledger) };
}

const read = {
  actor: 'ana',
  channel: 'portal',
  act: 'read',
  role: 'headmaster',
  schools: ['norte'],
  statement_fingerprint: 'f00d',
  datasets: ['curated.students'],
  columns: ['curated.students.grade'],
} as const;

test('an act that has ended is one event, with what is known of it', () => {
  const { state, clock, events, waiting, take } = place();
  const end = beginAct(state, clock, read);
  clock.advance(1_500_000n);
  end({ outcome: 'done', rows: 12 });
  expect(take()).toBe(2);
  expect(events()).toEqual([
    {
      audit_event_id: expect.any(String),
      actor: 'ana',
      channel: 'portal',
      role: 'headmaster',
      school_id: 'norte',
      schools: ['norte'],
      act: 'read',
      object: null,
      statement_fingerprint: 'f00d',
      datasets: ['curated.students'],
      columns: ['curated.students.grade'],
      rows: '12',
      outcome: 'done',
      occurred_at: '2026-03-02T10:00:00.000000Z',
      ended_at: '2026-03-02T10:00:01.500000Z',
    },
  ]);
  expect(waiting()).toEqual([]);
});

test('an act whose process died is kept without an end', () => {
  const { state, clock, events, take } = place();
  beginAct(state, clock, read);
  take();
  expect(events()).toMatchObject([{ outcome: null, rows: null, ended_at: null }]);
});

test('an end that comes after its beginning was taken completes the event', () => {
  const { state, clock, events, take } = place();
  const end = beginAct(state, clock, read);
  take();
  end({ outcome: 'stopped', rows: 3 });
  take();
  expect(events()).toMatchObject([{ outcome: 'stopped', rows: '3' }]);
});

test('files that are taken twice, since a crash left them, change nothing', () => {
  const { state, clock, ledger, events, waiting, take } = place();
  beginAct(state, clock, read)({ outcome: 'done', rows: 1 });
  const files = waiting();
  const bytes = files.map((name) => [name, readFileSync(join(state.audit, name))] as const);
  take();
  const before = events();
  for (const [name, content] of bytes) writeFileSync(join(state.audit, name), content);
  take();
  expect(events()).toEqual(before);
  expect(ledger.counts().get('audit_events')).toBe(1);
});

test('a role of two schools is bound to both, and to neither alone', () => {
  const { state, clock, events, take } = place();
  beginAct(state, clock, { ...read, schools: ['norte', 'sur'] });
  take();
  expect(events()).toMatchObject([{ school_id: null, schools: ['norte', 'sur'] }]);
});

test('a damaged file is named and stays, and all others are taken', () => {
  const { state, clock, events, waiting, take } = place();
  beginAct(state, clock, read);
  const damaged = join(state.audit, '0-damaged.json');
  writeFileSync(damaged, '{"audit_event_id":"x"}');
  expect(take).toThrow(`${damaged}: cannot be read as an event of the audit`);
  expect(events()).toHaveLength(1);
  expect(waiting()).toEqual(['0-damaged.json']);
});

test('what cannot be kept is refused, with its place', () => {
  const { state, clock } = place();
  writeFileSync(state.audit, 'in the way');
  expect(() => beginAct(state, clock, read)).toThrow(`${state.audit}: the audit cannot be written`);
});
