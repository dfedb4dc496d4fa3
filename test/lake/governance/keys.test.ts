import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { governanceKey, hmac, hmacSql } from '../../../lake/governance/keys.ts';

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'aljibe-keys-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return join(dir, 'keys');
}

test('a key is made once, for its owner alone, and is the same ever after', () => {
  const dir = folder();
  const key = governanceKey(dir, 'pseudonym');
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(governanceKey(dir, 'pseudonym')).toBe(key);
  expect(governanceKey(dir, 'erasure')).not.toBe(key);
  expect(readdirSync(dir).sort()).toEqual(['erasure.key', 'pseudonym.key']);
  expect(readFileSync(join(dir, 'pseudonym.key'), 'utf8')).toBe(`${key}\n`);
  expect(statSync(join(dir, 'pseudonym.key')).mode & 0o777).toBe(0o600);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
});

test('of processes that make it at once, one makes it for all', () => {
  const dir = folder();
  const module = join(import.meta.dirname, '../../../lake/governance/keys.ts');
  const one = `"${process.execPath}" -e 'import("${module}").then((m) => console.log(m.governanceKey("${dir}", "erasure")))'`;
  const told = execFileSync('bash', ['-c', `${one} & ${one} & ${one} & wait`], { encoding: 'utf8' });
  const keys = told.trim().split('\n');
  expect(keys).toHaveLength(3);
  expect(new Set(keys)).toEqual(new Set([governanceKey(dir, 'erasure')]));
});

test('a damaged key is not replaced', () => {
  const dir = folder();
  governanceKey(dir, 'erasure');
  writeFileSync(join(dir, 'erasure.key'), 'short\n');
  expect(() => governanceKey(dir, 'erasure')).toThrow(/erasure\.key: is no key/);
});

// RFC 4231, test case 2, with its key filled up: an HMAC fills keys up with zeros itself.
const jefe = Buffer.concat([Buffer.from('Jefe')], 32).toString('hex');

test('it is the HMAC of RFC 4231', () => {
  expect(hmac(jefe, 'what do ya want for nothing?')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test('DuckDB computes the same, and nothing of nothing', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const computed = async (value: string | null) => {
    const found = await connection.runAndReadAll(`SELECT ${hmacSql(jefe, '$1::VARCHAR')}`, [value]);
    return found.getRows()[0]?.[0];
  };
  expect(await computed(null)).toBeNull();
  // A lone half of a pair is no text that a store holds, and neither is a zero.
  const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0'));
  await fc.assert(
    fc.asyncProperty(text, async (value) => {
      expect(await computed(value)).toBe(hmac(jefe, value));
    }),
    { numRuns: 100, seed: 1 },
  );
});
