/** Writes messages as `pgoutput` does (PostgreSQL manual, "Logical Replication Message Formats"). */

/** undefined is an unchanged TOAST value. */
export type Cell = string | null | undefined;

export const begin = (commitLsn: bigint, micros = 0n): Buffer =>
  Buffer.concat([Buffer.from('B'), int64(commitLsn), int64(micros), int32(7)]);

export const commit = (commitLsn: bigint, endLsn: bigint): Buffer =>
  Buffer.concat([Buffer.from('C\0'), int64(commitLsn), int64(endLsn), int64(0n)]);

export function relation(oid: number, schema: string, name: string, columns: readonly string[]): Buffer {
  const cells = columns.map((column) => Buffer.concat([Buffer.from(`\0${column}\0`), int32(25), int32(-1)]));
  return Buffer.concat([
    Buffer.from('R'),
    int32(oid),
    Buffer.from(`${schema}\0${name}\0d`),
    int16(columns.length),
    ...cells,
  ]);
}

export const insert = (oid: number, cells: readonly Cell[]): Buffer =>
  Buffer.concat([Buffer.from('I'), int32(oid), Buffer.from('N'), tuple(cells)]);

/** `old` is the key (`K`) or the whole row (`O`) before. */
export function update(oid: number, cells: readonly Cell[], old?: ['K' | 'O', readonly Cell[]]): Buffer {
  const before = old ? [Buffer.from(old[0]), tuple(old[1])] : [];
  return Buffer.concat([Buffer.from('U'), int32(oid), ...before, Buffer.from('N'), tuple(cells)]);
}

export const remove = (oid: number, [tag, cells]: ['K' | 'O', readonly Cell[]]): Buffer =>
  Buffer.concat([Buffer.from('D'), int32(oid), Buffer.from(tag), tuple(cells)]);

export const truncate = (...oids: number[]): Buffer =>
  Buffer.concat([Buffer.from('T'), int32(oids.length), Buffer.from('\0'), ...oids.map(int32)]);

function tuple(cells: readonly Cell[]): Buffer {
  const parts = cells.map((cell) => {
    if (cell === undefined) return Buffer.from('u');
    if (cell === null) return Buffer.from('n');
    const bytes = Buffer.from(cell);
    return Buffer.concat([Buffer.from('t'), int32(bytes.length), bytes]);
  });
  return Buffer.concat([int16(cells.length), ...parts]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}
