import type { Answer } from '../../analytics/engine/engine.ts';
import { UserError } from '../../base/errors.ts';
import type { Cell } from '../../lake/exact.ts';
import { exactBatches, type Answer as LakeAnswer } from '../../lake/sql/answer.ts';
import { type RowFormat, writeRows } from './rows.ts';
import { write } from './write.ts';

/** Rows on their way to a person or a program. */
export interface Printable {
  readonly columns: readonly { readonly name: string; readonly isNumber: boolean }[];
  batches(): AsyncGenerator<Cell[][]>;
  arrow(): AsyncGenerator<Uint8Array>;
}

/** Prints rows in a format, as they are computed; answers how many, where they can be counted. */
export async function writeAnswer(
  { columns, batches, arrow }: Printable,
  format: RowFormat | 'arrow',
  stream: NodeJS.WritableStream,
): Promise<number | null> {
  if (format !== 'arrow') {
    const headings = columns.map(({ name, isNumber }) => ({ title: name, right: isNumber }));
    return writeRows(stream, format, { columns: headings, batches: batches() });
  }
  for await (const piece of arrow()) await write(stream, piece);
  return null;
}

const numeric = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL|FLOAT|DOUBLE)\b/;

/** Rows of a dataset as they lie in the lake. */
export const lakeRows = (answer: LakeAnswer): Printable => ({
  columns: answer.columns.map(({ name, type }) => ({ name, isNumber: numeric.test(type.toString()) })),
  batches: () => exactBatches(answer),
  async *arrow() {
    // Loaded only when it is asked for: the library is large.
    const { arrowFile } = await import('../../lake/sql/arrow/file.ts');
    yield* arrowFile(answer);
  },
});

const numbers = ['tinyint', 'smallint', 'integer', 'bigint', 'decimal', 'real', 'double'];

/** Rows of a statement. */
export const statementRows = (answer: Answer): Printable => ({
  columns: answer.columns.map(({ name, type }) => ({ name, isNumber: numbers.includes(type.kind) })),
  batches: () => answer.batches(),
  arrow: () => answer.arrow('file'),
});

/** Refuses to fill a terminal with bytes. */
export function refuseTerminal(format: string, stream: { readonly isTTY?: boolean }): void {
  if (!stream.isTTY) return;
  throw new UserError(`${format} is nothing to look at`, {
    exitCode: 2,
    hint: 'Send it to a file or to a program: > FILE, | PROGRAM.',
  });
}
