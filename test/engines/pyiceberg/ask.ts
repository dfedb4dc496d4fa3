import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { filePath } from '../../../lake/iceberg/locations.ts';
import { metadataPath } from '../../../lake/iceberg/metadata.ts';
import type { SnapshotId, Table } from '../../../lake/iceberg/types.ts';
import { pythonEngines } from './setup.ts';

export interface Answer {
  readonly rows: readonly Record<string, unknown>[];
  /** How many data files PyIceberg opened, after pruning by bounds. */
  readonly files: number;
}

export interface Question {
  readonly snapshot?: SnapshotId | undefined;
  /** In PyIceberg's filter language. */
  readonly filter?: string;
}

/** What PyIceberg finds in a version of a table, rows in the order of `key`. */
export function ask(table: Table, key: string, questions: readonly Question[]): Answer[] {
  const metadata = filePath(table, metadataPath(table.version));
  const answers = python(
    'read.py',
    questions.map((one) => ({ ...one, metadata, snapshot: one.snapshot?.toString() })),
  );
  return (JSON.parse(answers) as Answer[]).map(({ rows, files }) => ({
    files,
    rows: rows.toSorted((a, b) => Buffer.compare(Buffer.from(String(a[key])), Buffer.from(String(b[key])))),
  }));
}

/** Lets PyIceberg commit on a version of a table. @returns the path of the metadata file that it wrote */
export function commitWithPyIceberg(
  table: Table,
  request: { readonly append: readonly Record<string, unknown>[]; readonly delete: string | null },
): string {
  const metadata = filePath(table, metadataPath(table.version));
  return python('write.py', { ...request, metadata }).trim();
}

function python(script: string, input: unknown): string {
  return execFileSync(pythonEngines().python, [join(import.meta.dirname, script)], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
}
