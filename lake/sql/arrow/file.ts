import type { DuckDBValue } from '@duckdb/node-api';
import * as arrow from 'apache-arrow';
import type { Answer } from '../answer.ts';
import { arrowColumn, type Column } from './columns.ts';

const batchRows = 64 * 1024;

/** An answer as a file in the Arrow IPC format (https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format). */
export const arrowFile = (answer: Answer) => ipc(answer, new arrow.RecordBatchFileWriter());

/** The same as a stream, which a reader understands before its end. */
export const arrowStream = (answer: Answer) => ipc(answer, new arrow.RecordBatchStreamWriter());

/** Piece by piece: about 64 thousand rows are in memory at a time. */
async function* ipc(
  { columns, chunks }: Answer,
  unbound: arrow.RecordBatchWriter,
): AsyncGenerator<Uint8Array> {
  const shaped = columns.map(({ type }) => arrowColumn(type));
  const schema = new arrow.Schema(
    columns.map(({ name }, index) => new arrow.Field(name, (shaped[index] as Column).type, true)),
  );
  const pieces = new Pieces();
  const writer = unbound.reset(pieces, schema);
  const batch = (): DuckDBValue[][] => shaped.map(() => []);
  let waiting = batch();
  let rows = 0;
  const flush = () => {
    if (rows === 0) return;
    const children = shaped.map((column, index) => column.data(waiting[index] ?? []));
    const type = new arrow.Struct(schema.fields);
    writer.write(
      new arrow.RecordBatch(schema, arrow.makeData({ type, length: rows, nullCount: 0, children })),
    );
    waiting = batch();
    rows = 0;
  };
  for await (const chunk of chunks) {
    for (const [index, column] of waiting.entries()) {
      for (const value of chunk.getColumnValues(index)) column.push(value);
    }
    rows += chunk.rowCount;
    if (rows < batchRows) continue;
    flush();
    yield pieces.take();
  }
  flush();
  writer.finish();
  yield pieces.take();
}

/** Hands out what was written so far. The queue of the library would grow when its reader is slow. */
class Pieces extends arrow.AsyncByteQueue {
  #written: Uint8Array[] = [];

  override write(piece: Uint8Array): void {
    this.#written.push(piece);
  }

  take(): Uint8Array {
    const taken = Buffer.concat(this.#written);
    this.#written = [];
    return taken;
  }
}
