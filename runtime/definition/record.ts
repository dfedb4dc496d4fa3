import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../base/errors.ts';
import { failpoint } from '../../base/failpoints.ts';
import { syncFolder, writeDurably } from '../../base/files.ts';
import type { StateDir } from '../state.ts';
import type { Definition } from './definition.ts';
import type { Change } from './diff/change.ts';

/** A change as it is remembered. */
export type ToldChange = Pick<Change, 'place' | 'what' | 'kind'>;

/** A definition that was applied to a lake. */
export interface Applied {
  /** From 1 on, without gaps. */
  readonly number: number;
  /** Canonical instant. */
  readonly at: string;
  /** Account of the machine. */
  readonly by: string;
  readonly fingerprint: string;
  /** The number of what it takes back; null for what a program brought. */
  readonly undoes: number | null;
  /** Since what was applied before. */
  readonly changes: readonly ToldChange[];
  /** Schema of each curated table before, so that it can be gone back to. */
  readonly schemas: Readonly<Record<string, number>>;
  readonly definition: Definition;
}

const nameOf = (number: number) => `${String(number).padStart(6, '0')}.json`;
const unfinishedName = 'unfinished.json';

/** Paths of what was applied, the first one first. */
export function appliedFiles({ applied }: StateDir): string[] {
  if (!existsSync(applied)) return [];
  return readdirSync(applied)
    .filter((name) => /^\d{6}\.json$/.test(name))
    .sort()
    .map((name) => join(applied, name));
}

/** What is in force, and what was before it; null where nothing was ever recorded. */
export function lastApplied(
  state: StateDir,
): { readonly last: Applied; readonly before: Applied | null } | null {
  const files = appliedFiles(state);
  const last = files.at(-1);
  if (last === undefined) return null;
  const before = files.at(-2);
  return { last: readApplied(last), before: before === undefined ? null : readApplied(before) };
}

/** @throws UserError when the file is damaged */
export function readApplied(path: string): Applied {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Applied;
  } catch (cause) {
    throw new UserError(`${path}: cannot be read`, {
      cause,
      hint: 'Restore the file from a backup: it says what the lake is like.',
    });
  }
}

export function writeApplied(state: StateDir, applied: Applied): void {
  mkdirSync(state.applied, { recursive: true, mode: 0o700 });
  failpoint('before definition.record');
  writeDurably(join(state.applied, nameOf(applied.number)), `${JSON.stringify(applied)}\n`);
  failpoint('after definition.record');
}

/** What an apply is about to do, and the schemas of tables before it. */
export interface Begun extends Pick<Applied, 'fingerprint' | 'schemas'> {
  readonly undo: boolean;
}

/** What was being applied when a process died; null when none did. */
export function unfinishedApply({ applied }: StateDir): Begun | null {
  const path = join(applied, unfinishedName);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Begun) : null;
}

export function beginApply(state: StateDir, begun: Begun): void {
  mkdirSync(state.applied, { recursive: true, mode: 0o700 });
  failpoint('before definition.begin');
  writeDurably(join(state.applied, unfinishedName), `${JSON.stringify(begun)}\n`);
  failpoint('after definition.begin');
}

export function endApply({ applied }: StateDir): void {
  failpoint('before definition.end');
  rmSync(join(applied, unfinishedName), { force: true });
  syncFolder(applied);
  failpoint('after definition.end');
}
