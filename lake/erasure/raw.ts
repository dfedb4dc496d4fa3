import { join } from 'node:path';
import { failpoint } from '../../base/failpoints.ts';
import type { Identity } from '../../datasets/erasure.ts';
import type { LakeDirs } from '../dirs.ts';
import { ask, type Engine } from '../duckdb.ts';
import { quotedText } from '../iceberg/duckdb.ts';
import { openRawFiles, type RawFile } from '../raw/files.ts';
import { rawOrphans, removeRawFiles } from '../raw/orphans.ts';
import { writeRawFile } from '../raw/parquet.ts';
import type { Traces } from './find.ts';
import { deleteText, openSubjectIndex, subjectText } from './subjects.ts';
import { loadTraces } from './traces.ts';

export interface ScrubbedRaw {
  readonly events: number;
  readonly files: number;
  readonly bytes: number;
}

/**
 * Writes the files of the raw zone that hold traces anew without them, each in its own place, and removes what merges
 * and crashes left of older ones. Repeating it changes nothing.
 * @param identities whom the traces name; without any, every file of their datasets is looked at
 */
export async function scrubRaw(
  identities: readonly Identity[],
  traces: Traces,
  { dirs, engine }: { readonly dirs: LakeDirs; readonly engine: Engine },
): Promise<ScrubbedRaw> {
  const texts = [
    ...identities.map(({ person, key }) => subjectText(person, key)),
    ...[...traces].flatMap(([dataset, of]) => of.map(({ key }) => deleteText(dataset, key))),
  ];
  const index = openSubjectIndex(dirs);
  const catalog = openRawFiles(dirs.raw);
  const connection = await engine.connect();
  try {
    const named = identities.length > 0 ? index.filesWith(new Set(texts)) : null;
    let [events, files, bytes] = [0, 0, 0];
    for (const [dataset, of] of traces) {
      await loadTraces(connection, of);
      for (const file of catalog.list({ dataset })) {
        if (!(named ? named.has(file.path) : await holdsTraces(file))) continue;
        const from = `(SELECT r.* FROM read_parquet(${quotedText(join(dirs.raw, file.path))}, hive_partitioning = false) r
          ANTI JOIN traces t ON t."key" = r."key" AND t."version" = r."version" ORDER BY seq)`;
        const written = await writeRawFile(connection, dirs.raw, file, from);
        failpoint('before erase.raw');
        catalog.update(written);
        failpoint('after erase.raw');
        events += file.rows - written.rows;
        files += 1;
        bytes += written.bytes;
      }
    }
    const unused = [...rawOrphans(dirs.raw, catalog), ...catalog.replaced('9999')];
    removeRawFiles(dirs.raw, unused);
    catalog.drop(unused);
    index.forget(texts, catalog.list());
    return { events, files, bytes };
  } finally {
    connection.closeSync();
    catalog.close();
    index.close();
  }

  /** Of what nobody is named by, the index tells nothing; two narrow columns of a file do. */
  async function holdsTraces({ path }: RawFile): Promise<boolean> {
    const [found] = await ask<{ found: boolean }>(
      connection,
      `SELECT EXISTS (SELECT 1 FROM read_parquet(${quotedText(join(dirs.raw, path))}, hive_partitioning = false) r
       SEMI JOIN traces t ON t."key" = r."key" AND t."version" = r."version") AS found`,
    );
    return found?.found === true;
  }
}
