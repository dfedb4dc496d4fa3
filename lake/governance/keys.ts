import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../base/errors.ts';
import { syncFolder, writeDurably } from '../../base/files.ts';

/** Keys of the platform: of the pseudonyms in curated tables, and of the register of who was erased. */
export const keyNames = ['pseudonym', 'erasure'] as const;
export type KeyName = (typeof keyNames)[number];

export const keyFile = (dir: string, name: KeyName): string => join(dir, `${name}.key`);

/**
 * A key of 64 hexadecimal digits, made when it is first asked for. What was hashed with a key can be told again with
 * that key alone, so it is never made anew: of two processes that make it at once the first one's counts.
 * @param dir the folder of the keys
 * @throws UserError when the file holds anything else
 */
export function governanceKey(dir: string, name: KeyName): string {
  const path = keyFile(dir, name);
  if (!existsSync(path)) makeKey(dir, path);
  const key = readFileSync(path, 'utf8').trim();
  if (/^[0-9a-f]{64}$/.test(key)) return key;
  throw new UserError(`${path}: is no key`, {
    hint: 'Restore the file from a backup: what was written with the old key can be told with no other.',
  });
}

function makeKey(dir: string, path: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const aside = `${path}.${randomUUID()}`;
  writeDurably(aside, `${randomBytes(32).toString('hex')}\n`);
  try {
    // Unlike a rename, this fails where the key is there already.
    linkSync(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside);
  }
  syncFolder(dir);
}

/** HMAC-SHA-256 of a text, in hexadecimal digits. */
export const hmac = (keyHex: string, value: string): string =>
  createHmac('sha256', Buffer.from(keyHex, 'hex')).update(value).digest('hex');

const blockBytes = 64;

/** What the inner and the outer hash of an HMAC begin with, in hexadecimal digits (RFC 2104). */
export function hmacPads(keyHex: string): { readonly inner: string; readonly outer: string } {
  const key = Buffer.concat([Buffer.from(keyHex, 'hex')], blockBytes);
  const pad = (by: number) => Buffer.from(key.map((byte) => byte ^ by)).toString('hex');
  return { inner: pad(0x36), outer: pad(0x5c) };
}

/**
 * The same as DuckDB SQL: the HMAC of a text, or null of null.
 * @param valueSql an expression that yields a text
 */
export function hmacSql(keyHex: string, valueSql: string): string {
  const { inner, outer } = hmacPads(keyHex);
  return `sha256(unhex('${outer}') || unhex(sha256(unhex('${inner}') || encode(${valueSql}))))`;
}
