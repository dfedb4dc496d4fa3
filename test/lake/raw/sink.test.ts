import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exactObjects } from '../../../lake/exact.ts';
import { openRawFiles } from '../../../lake/raw/files.ts';
import { openRawSink } from '../../../lake/raw/sink.ts';
import { notes, specimen, specimens, type TestLake, testLake } from '../support.ts';

const parquetFiles = ({ dirs }: TestLake) =>
  readdirSync(join(dirs.raw, 'changes'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.includes('.parquet'))
    .sort();

async function sinkOf({ dirs, bus, engine, clock }: TestLake, options = {}) {
  return openRawSink({ dir: dirs.raw, bus, engine, clock, ...options });
}

describe('the raw sink', () => {
  test('writes a file for each dataset and hour of acceptance', async () => {
    const lake = await testLake();
    lake.bus.put(notes, 'a', { note_id: 'a', body: 'one' });
    lake.bus.put(specimens, 'x', specimen('x'));
    lake.bus.put(notes, 'b', { note_id: 'b', body: 'two' });
    lake.clock.advance(3_600_000_000n);
    lake.bus.put(notes, 'a', null);
    await lake.flush();
    expect(parquetFiles(lake)).toEqual([
      'dataset=notes/hour=2026-03-01T10/1-3.parquet',
      'dataset=notes/hour=2026-03-01T11/4-4.parquet',
      'dataset=specimens/hour=2026-03-01T10/2-2.parquet',
    ]);
  });

  test('lists its files and the checkpoint in the catalog', async () => {
    const lake = await testLake();
    lake.bus.put(notes, 'a', { note_id: 'a', body: 'one' });
    lake.bus.put(notes, 'b', { note_id: 'b', body: 'two' });
    await lake.flush();
    const files = openRawFiles(lake.dirs.raw, { readOnly: true });
    expect(files.checkpoint()).toBe(2);
    expect(files.list()).toEqual([
      {
        path: 'changes/dataset=notes/hour=2026-03-01T10/1-2.parquet',
        dataset: 'notes',
        hour: '2026-03-01T10',
        firstSeq: 1,
        lastSeq: 2,
        rows: 2,
        bytes: expect.any(Number),
      },
    ]);
    files.close();
  });

  test('keeps every event as it was accepted', async () => {
    const lake = await testLake();
    const row = { note_id: 'ñ\n"', body: '' };
    lake.bus.put(notes, 'ñ\n"', row, {
      occurredAt: '0001-01-01T00:00:00.000001Z',
      extra: '{"other":"12345678901234567890"}',
      op: 'append',
      mappingVersion: 3,
    });
    lake.bus.put(notes, 'ñ\n"', null);
    await lake.flush();
    const connection = await lake.engine.connect();
    const path = join(lake.dirs.raw, 'changes/dataset=notes/hour=2026-03-01T10/1-2.parquet');
    const rows = await exactObjects(
      connection,
      `SELECT * FROM read_parquet('${path.replaceAll("'", "''")}', hive_partitioning = false) ORDER BY seq`,
    );
    connection.closeSync();
    expect(rows).toEqual([
      {
        seq: '1',
        key: 'ñ\n"',
        op: 'append',
        version: '1',
        source: 'legacy',
        position: '00000001.0000000000000001.00000001',
        occurred_at: '0001-01-01T00:00:00.000001Z',
        accepted_at: '2026-03-01T10:00:00.000000Z',
        contract_version: 1,
        mapping_version: 3,
        row: '{"note_id":"ñ\\n\\"","body":""}',
        extra: '{"other":"12345678901234567890"}',
      },
      {
        seq: '2',
        key: 'ñ\n"',
        op: 'delete',
        version: '2',
        source: 'legacy',
        position: '00000001.0000000000000001.00000001',
        occurred_at: null,
        accepted_at: '2026-03-01T10:00:00.000000Z',
        contract_version: 1,
        mapping_version: 1,
        row: null,
        extra: null,
      },
    ]);
  });

  test('waits until enough events have come', async () => {
    const lake = await testLake();
    for (const key of ['a', 'b', 'c']) lake.bus.put(notes, key, { note_id: key, body: null });
    const sink = await sinkOf(lake, { maxRows: 3 });
    expect(await sink.pull(2)).toBe(2);
    expect([sink.waiting(), sink.checkpoint()]).toEqual([2, 0]);
    expect(await sink.pull(2)).toBe(1);
    expect([sink.waiting(), sink.checkpoint()]).toEqual([0, 3]);
    sink.close();
  });

  test('waits no longer than the age that it was given', async () => {
    const lake = await testLake();
    lake.bus.put(notes, 'a', { note_id: 'a', body: null });
    const sink = await sinkOf(lake, { maxAge: 2_000_000n });
    await sink.pull(10);
    lake.clock.advance(1_999_999n);
    expect([await sink.pull(10), sink.checkpoint()]).toEqual([0, 0]);
    lake.clock.advance(1n);
    expect([await sink.pull(10), sink.checkpoint()]).toEqual([0, 1]);
    sink.close();
  });

  test('waits for no age behind a backlog that has ended', async () => {
    const lake = await testLake();
    for (const key of ['a', 'b', 'c']) lake.bus.put(notes, key, { note_id: key, body: null });
    const sink = await sinkOf(lake, { idleRows: 2 });
    expect([await sink.pull(2), sink.checkpoint()]).toEqual([2, 0]);
    expect([await sink.pull(2), sink.checkpoint()]).toEqual([1, 3]);
    sink.close();
  });

  test('does not wait for a clock that was set back', async () => {
    const lake = await testLake();
    lake.bus.put(notes, 'a', { note_id: 'a', body: null });
    const sink = await sinkOf(lake);
    await sink.pull(10);
    lake.clock.advance(-3_600_000_000n);
    expect([await sink.pull(10), sink.checkpoint()]).toEqual([0, 1]);
    sink.close();
  });

  test('flushes early when the events are large', async () => {
    const lake = await testLake();
    lake.bus.put(notes, 'a', { note_id: 'a', body: 'x'.repeat(1000) });
    const sink = await sinkOf(lake, { maxBytes: 1000 });
    await sink.pull(10);
    expect(sink.checkpoint()).toBe(1);
    sink.close();
  });

  test('takes from the bus again what it had not made durable when it ended', async () => {
    const lake = await testLake();
    lake.bus.put(notes, 'a', { note_id: 'a', body: null });
    const first = await sinkOf(lake);
    await first.pull(10);
    first.close();
    const second = await sinkOf(lake);
    expect(second.checkpoint()).toBe(0);
    await second.pull(10);
    await second.flush();
    expect(second.checkpoint()).toBe(1);
    second.close();
  });

  test('removes when it opens what a crashed flush left, and nothing else', async () => {
    const lake = await testLake();
    lake.bus.put(notes, 'a', { note_id: 'a', body: null });
    await lake.flush();
    const folder = join(lake.dirs.raw, 'changes/dataset=notes/hour=2026-03-01T10');
    mkdirSync(join(folder, '../hour=2026-03-01T11'));
    writeFileSync(join(folder, '2-9.parquet'), 'whole, but never listed');
    writeFileSync(join(folder, '../hour=2026-03-01T11/2-9.parquet.new'), 'half');
    (await sinkOf(lake)).close();
    expect(parquetFiles(lake)).toEqual(['dataset=notes/hour=2026-03-01T10/1-1.parquet']);
  });

  test('without its catalog takes no file for an orphan', async () => {
    const lake = await testLake();
    lake.bus.put(notes, 'a', { note_id: 'a', body: null });
    await lake.flush();
    rmSync(join(lake.dirs.raw, 'files.db'));
    const missing = /files\.db: the catalog of the raw zone is missing/;
    await expect(sinkOf(lake)).rejects.toThrow(missing);
    expect(() => openRawFiles(lake.dirs.raw, { readOnly: true })).toThrow(missing);
    expect(parquetFiles(lake)).toHaveLength(1);
  });

  test('takes nothing from a bus that is not the one that it has read', async () => {
    const lake = await testLake();
    for (const key of ['a', 'b', 'c']) lake.bus.put(notes, key, { note_id: key, body: null });
    await lake.flush();
    const other = await testLake();
    await expect(sinkOf({ ...lake, bus: other.bus })).rejects.toThrow(
      `${lake.dirs.raw}: the raw zone holds changes up to 3, but the ledger ends at 0`,
    );
    const trimmed = { ...lake.bus, head: () => 9, read: () => [{ ...lake.bus.read(0, 1)[0], seq: 9 }] };
    const sink = await sinkOf({ ...lake, bus: trimmed as never });
    await expect(sink.pull(10)).rejects.toThrow('the raw zone ends at 3, but the bus begins at 9');
    sink.close();
  });

  test('has an empty catalog before anything was written', async () => {
    const lake = await testLake();
    const files = openRawFiles(lake.dirs.raw, { readOnly: true });
    expect([files.checkpoint(), files.list()]).toEqual([0, []]);
    files.close();
    expect(existsSync(join(lake.dirs.raw, 'files.db'))).toBe(false);
  });
});
