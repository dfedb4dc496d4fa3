import { parquet } from './parquet.ts';
import { spreadsheetLine } from './spreadsheet.ts';
import type { SqlAnswer } from './start.ts';

/** How the rows of a statement travel. */
export const formats = {
  /** Arrow's IPC stream, which the page reads while it comes. */
  arrows: {
    type: 'application/vnd.apache.arrow.stream',
    write: (answer: SqlAnswer) => answer.arrow('stream'),
  },
  arrow: { type: 'application/vnd.apache.arrow.file', write: (answer: SqlAnswer) => answer.arrow('file') },
  parquet: { type: 'application/vnd.apache.parquet', write: parquet },
  csv: { type: 'text/csv; charset=utf-8', write: csv },
  jsonl: { type: 'application/jsonl; charset=utf-8', write: jsonLines },
} as const satisfies Readonly<
  Record<string, { type: string; write: (answer: SqlAnswer) => AsyncIterable<string | Uint8Array> }>
>;

export type Format = keyof typeof formats;

async function* csv(answer: SqlAnswer): AsyncGenerator<string> {
  // Excel takes a file without this mark for one of its own alphabet.
  yield `\u{FEFF}${spreadsheetLine(answer.columns.map(({ name }) => name))}`;
  for await (const batch of answer.batches()) yield batch.map(spreadsheetLine).join('');
}

async function* jsonLines(answer: SqlAnswer): AsyncGenerator<string> {
  const names = answer.columns.map(({ name }) => name);
  for await (const batch of answer.batches()) {
    yield batch
      .map((row) => `${JSON.stringify(Object.fromEntries(names.map((name, at) => [name, row[at]])))}\n`)
      .join('');
  }
}
