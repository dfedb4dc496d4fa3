import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteSearch } from '../../../query/sqlite/engine.ts';
import { openSqliteIndex } from '../../../query/sqlite/index.ts';
import type { Rig, RigOptions } from '../engine-suite.ts';

/** An index in a folder of its own. */
export async function sqliteRig({ contracts, textOf }: RigOptions): Promise<Rig> {
  const dir = mkdtempSync(join(tmpdir(), 'query-'));
  const index = openSqliteIndex(join(dir, 'index.db'), { contracts, textOf });
  const engine = openSqliteSearch(join(dir, 'index.db'), { contracts });
  return {
    engine,
    apply: (events) => index.apply(events),
    async close() {
      await engine.close();
      index.close();
      rmSync(dir, { recursive: true });
    },
  };
}
