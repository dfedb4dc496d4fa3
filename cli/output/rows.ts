import { csvLine } from './csv.ts';
import { type Cell, type Heading, paperOf, tableLayout, tableText } from './table.ts';
import { write } from './write.ts';

export type RowFormat = 'table' | 'json' | 'jsonl' | 'csv';

/** An answer of rows, as it comes: canonical values in the order of the columns. */
export interface Rows {
  readonly columns: readonly Heading[];
  readonly batches:
    | AsyncIterable<readonly (readonly unknown[])[]>
    | Iterable<readonly (readonly unknown[])[]>;
}

/** Prints rows and answers how many they were. Null stays apart from the empty text in every format. */
export async function writeRows(
  stream: NodeJS.WritableStream,
  format: RowFormat,
  rows: Rows,
): Promise<number> {
  switch (format) {
    case 'table':
      return writeTable(stream, rows);
    case 'csv':
      await write(stream, csvLine(rows.columns.map(({ title }) => title)));
      return writeEach(stream, rows, csvLine);
    case 'jsonl':
      return writeEach(stream, rows, (row) => `${JSON.stringify(objectOf(rows, row))}\n`);
    case 'json': {
      const count = await writeEach(
        stream,
        rows,
        (row, index) => `${index === 0 ? '[' : ','}\n  ${JSON.stringify(objectOf(rows, row))}`,
      );
      await write(stream, count === 0 ? '[]\n' : '\n]\n');
      return count;
    }
  }
}

/** Widths are those of the first batch: later ones are aligned as far as they fit. */
async function writeTable(stream: NodeJS.WritableStream, { columns, batches }: Rows): Promise<number> {
  const paper = paperOf(stream);
  let layout: ReturnType<typeof tableLayout> | null = null;
  let count = 0;
  for await (const batch of batches) {
    const cells = batch.map((row) => row.map(cellOf));
    const isFirst = layout === null;
    layout ??= tableLayout(columns, cells, paper);
    await write(stream, layout(cells, isFirst));
    count += batch.length;
  }
  if (!layout) await write(stream, tableText(columns, [], paper));
  return count;
}

/** A batch is one write: to a pipe or a file each write is a call to the system. */
async function writeEach(
  stream: NodeJS.WritableStream,
  { batches }: Rows,
  print: (row: readonly unknown[], index: number) => string,
): Promise<number> {
  let count = 0;
  for await (const batch of batches) {
    const before = count;
    await write(stream, batch.map((row, at) => print(row, before + at)).join(''));
    count += batch.length;
  }
  return count;
}

function objectOf({ columns }: Rows, row: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(columns.map(({ title }, at) => [title, row[at] ?? null]));
}

/** A canonical value as a person reads it: a list by its items, a struct as JSON. */
export function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return { text: 'null', style: 'dim' };
  if (Array.isArray(value)) return value.map(plain).join(', ');
  return plain(value);
}

const plain = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
