import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { fixedClock } from '../../base/clock.ts';
import { documentText } from '../../ingestion/documents/store.ts';
import { openLedger } from '../../ingestion/ledger/ledger.ts';
import type { WriterArgs, WriterName, WriterResult } from '../../runtime/commands.ts';
import { findState, formatVersion, layoutOf } from '../../runtime/state.ts';
import { runWriter } from '../../runtime/writer.ts';
import { aljibe } from '../cli/program.ts';

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
const kept = readdirSync(fixtures).filter((name) => /^state-\d+\.tar\.gz$/.test(name));
const clock = fixedClock('2026-03-03T10:00:00Z');

let dir: string;
beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'aljibe-upgrade-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  dir = join(root, 'state');
});

const unpack = (archive: string) =>
  execFileSync('tar', ['-xzf', join(fixtures, archive), '-C', join(dir, '..')]);

function run<N extends WriterName>(name: N, args: WriterArgs<N>): Promise<WriterResult<N>> {
  return runWriter(name, args, { dir, clock, progress: () => {}, signal: new AbortController().signal });
}

test('there is a kept state directory of every format so far', () => {
  expect(kept).toEqual(Array.from({ length: formatVersion }, (_, at) => `state-${at + 1}.tar.gz`));
});

describe.each(kept)('%s', (archive) => {
  test('opens with every row that it had, in ledger, lake and query cluster', async () => {
    unpack(archive);
    const parity = await run('parity', {});
    const rows = parity.datasets.flatMap(({ dataset, expected, stores, quarantined }) =>
      expected + quarantined === 0 ? [] : [[dataset, expected, stores.lake, stores.query, quarantined]],
    );
    expect(rows).toEqual([
      ['orgs', 1, 1, 1, 0],
      ['academic_sessions', 1, 1, 1, 0],
      ['courses', 1, 1, 1, 0],
      ['classes', 1, 1, 1, 0],
      ['teachers', 1, 1, 1, 0],
      ['students', 1, 1, 1, 1],
      ['school_enrollments', 2, 2, 2, 0],
      ['enrollments', 1, 1, 1, 0],
      ['teaching_assignments', 1, 1, 1, 0],
      ['documents', 1, 1, 1, 0],
    ]);
    expect(parity.equal).toBe(true);
    expect(JSON.parse(readFileSync(join(dir, 'format.json'), 'utf8'))).toEqual({ format: formatVersion });
  });

  test('keeps what it knew of a key: version, deletes, texts', async () => {
    unpack(archive);
    await run('status', {});
    const ledger = openLedger(layoutOf(dir).ledger, { clock, readOnly: true });
    onTestFinished(() => ledger.close());
    expect(ledger.get('students', 's1')).toMatchObject({
      version: 2,
      deleted: false,
      row: { given_name: 'Ángela', family_name: 'Núñez de Arce' },
    });
    expect(ledger.get('students', 's3')).toMatchObject({ version: 2, deleted: true });
    const [document] = ledger.rows('documents');
    const text = await documentText(layoutOf(dir).documents, String(document?.row.text_sha256));
    expect(text?.trim()).toBe('Salida al museo el viernes');
  });

  test('goes on: a bundle is loaded, and searched', async () => {
    unpack(archive);
    const { writeBundle } = await import('../cli/bundle.ts');
    const path = writeBundle(join(dir, '..', 'bundle'));
    await run('load oneroster', { path, maxRemovals: 1, acceptRemovals: [] });
    expect((await run('parity', {})).equal).toBe(true);
    const { stdout } = await aljibe(['search', 'students', 'nunez gomez', '--json', '--dir', dir]);
    expect(stdout).toContain('"s1"');
  });
});

describe('a state directory that this program does not know', () => {
  const present = `state-${formatVersion}.tar.gz`;
  const writeFormat = (text: string) => writeFileSync(join(dir, 'format.json'), text);

  test.each(['{"format":99}', '{"format":1.5}', '{"format":"1"}', '{}'])(
    'with %s is refused, by readers and writers',
    async (text) => {
      unpack(present);
      writeFormat(text);
      const format = String((JSON.parse(text) as { format?: unknown }).format);
      const refusal = {
        message: `${dir}/format.json: format ${format} is not known to this program (it knows ${formatVersion})`,
        hint: 'Use the version of Aljibe that wrote this state directory, or a newer one.',
      };
      await expect(run('status', {})).rejects.toMatchObject(refusal);
      expect(() => findState(dir)).toThrow(expect.objectContaining(refusal));
      expect(readFileSync(join(dir, 'format.json'), 'utf8')).toBe(text);
    },
  );

  test.each(['', '{"for', '\0\0\0\0'])('with a damaged format.json, %j, is refused', async (text) => {
    unpack(present);
    writeFormat(text);
    await expect(run('status', {})).rejects.toMatchObject({
      message: `${dir}/format.json: cannot be read`,
      hint: 'Restore the file from a backup.',
    });
  });

  test('without format.json is no new one', async () => {
    unpack(present);
    rmSync(join(dir, 'format.json'));
    await expect(run('status', {})).rejects.toMatchObject({
      message: `${dir}: the format of the state directory is not known: format.json is gone`,
    });
  });

  test.each([
    { what: 'ledger', path: () => layoutOf(dir).ledger },
    { what: 'index', path: () => layoutOf(dir).index },
  ])('with an $what of a later schema is refused', async ({ what, path }) => {
    unpack(present);
    const db = new DatabaseSync(path());
    db.exec('PRAGMA user_version = 99');
    db.close();
    await expect(run('status', {})).rejects.toMatchObject({
      message: expect.stringContaining(`the ${what} has schema 99, this program knows`),
    });
  });
});
