import { describe, expect, test } from 'vitest';
import {
  identityText,
  parseIdentity,
  planStart,
  type Remembered,
  type ServerIdentity,
  type SlotFacts,
} from '../../../ingestion/postgres/slot.ts';

const slot: SlotFacts = {
  plugin: 'pgoutput',
  database: 'colegio',
  walStatus: 'reserved',
  invalidationReason: null,
  confirmed: 90n,
};
const server: ServerIdentity = {
  systemId: '77',
  timeline: 1,
  database: 'colegio',
  flushed: 200n,
  slot,
  switchedAt: null,
};
const streaming: Remembered = { phase: 'streaming', systemId: '77', timeline: 1, began: 50n, position: 100n };
const unknown: Remembered = { phase: 'new', systemId: null, timeline: null, began: null, position: null };
const copying: Remembered = { phase: 'copying', systemId: '77', timeline: 1, began: 50n, position: null };

const plan = (remembered: Remembered, found: Partial<ServerIdentity> = {}, resnapshot = false) =>
  planStart('aljibe', remembered, { ...server, ...found }, { resnapshot });

describe('how to begin', () => {
  test('a source that was never read is copied', () => {
    expect(plan(unknown, { slot: null })).toEqual({ kind: 'copy', drop: false });
  });

  test('a copy that did not end is made anew at a new slot', () => {
    expect(plan(copying)).toEqual({ kind: 'copy', drop: true });
    expect(plan(copying, { slot: null })).toEqual({ kind: 'copy', drop: false });
  });

  test('the stream goes on where the slot stands', () => {
    expect(plan(streaming)).toEqual({ kind: 'stream', newTimeline: false });
  });

  test('a promoted standby that has all that was read is the same source on a new timeline', () => {
    expect(plan(streaming, { timeline: 2, switchedAt: 100n })).toEqual({ kind: 'stream', newTimeline: true });
  });

  test('a new copy can be asked for, whatever is there', () => {
    expect(plan(streaming, {}, true)).toEqual({ kind: 'copy', drop: true });
    expect(plan(unknown, {}, true)).toEqual({ kind: 'copy', drop: true });
    expect(plan(streaming, { slot: null, systemId: '78' }, true)).toEqual({ kind: 'copy', drop: false });
  });
});

describe('what is refused, because rows could be missing', () => {
  test.each<[string, Partial<ServerIdentity>, string]>([
    ['a lost slot', { slot: null }, 'the replication slot aljibe is gone: changes of the source are missing'],
    [
      'a slot whose log was removed',
      { slot: { ...slot, walStatus: 'lost' } },
      'the replication slot aljibe was invalidated (its log was removed): changes of the source are missing',
    ],
    [
      'an invalidated slot',
      { slot: { ...slot, invalidationReason: 'idle_timeout' } },
      'the replication slot aljibe was invalidated (idle_timeout): changes of the source are missing',
    ],
    [
      'a slot of another database',
      { slot: { ...slot, database: 'otra' } },
      'the replication slot aljibe is another one now (pgoutput in otra): changes of the source are missing',
    ],
    [
      'another server',
      { systemId: '78' },
      'this is another PostgreSQL than before (system identifier 78 instead of 77): changes of the source are missing',
    ],
    [
      'a standby that was promoted before it had everything',
      { timeline: 2, switchedAt: 99n },
      'the server was promoted to timeline 2 without the last changes that were read before: changes of the source are missing',
    ],
    [
      'a timeline that does not come from the one that was read',
      { timeline: 2, switchedAt: null },
      'the server was promoted to timeline 2 without the last changes that were read before: changes of the source are missing',
    ],
    [
      'a server that went back in time',
      { flushed: 99n },
      "the server's log ends at 0/63, before 0/64, which was read already: changes of the source are missing",
    ],
    [
      'a ledger that is older than the slot',
      { slot: { ...slot, confirmed: 101n } },
      'the slot goes on at 0/65, but the ledger ends at 0/64: changes of the source are missing',
    ],
  ])('%s', (_, found, message) => {
    expect(() => plan(streaming, found)).toThrow(
      expect.objectContaining({
        message,
        hint: 'Start with --resnapshot: it copies everything anew and removes what is no longer there.',
      }),
    );
  });

  test('a slot of that name that somebody else made', () => {
    expect(() => plan(unknown)).toThrow(
      'the replication slot aljibe exists already, and this Aljibe did not make it',
    );
  });
});

test('an identity names the server, its timeline, the slot and where it began', () => {
  const text = identityText('7711828329323608337', 3, 'aljibe', 0x1_0000_00ffn);
  expect(text).toBe('7711828329323608337/3/aljibe@1/FF');
  expect(parseIdentity(text)).toEqual({
    systemId: '7711828329323608337',
    timeline: 3,
    began: 0x1_0000_00ffn,
  });
  expect(parseIdentity(null)).toBeNull();
});
