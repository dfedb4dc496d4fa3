import type { Micros } from '../../base/clock.ts';
import type { SourceRow } from '../mapping/mapping.ts';
import type { Lsn } from './lsn.ts';

export interface RelationColumn {
  readonly name: string;
  readonly typeOid: number;
  readonly typeMod: number;
}

/** A table as the stream describes it, before its first change and after each change of its shape. */
export interface Relation {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly RelationColumn[];
}

export type Message =
  | { readonly kind: 'begin'; readonly commitLsn: Lsn; readonly committedAt: Micros }
  | { readonly kind: 'commit'; readonly endLsn: Lsn }
  | { readonly kind: 'relation'; readonly relation: Relation }
  | { readonly kind: 'insert'; readonly oid: number; readonly row: SourceRow }
  | {
      readonly kind: 'update';
      readonly oid: number;
      /** The old key, when it changed, or the whole old row (REPLICA IDENTITY FULL). */
      readonly before: SourceRow | null;
      readonly row: SourceRow;
      /** Unchanged TOAST values were not sent: their columns are absent from `row`. */
      readonly partial: boolean;
    }
  | { readonly kind: 'delete'; readonly oid: number; readonly before: SourceRow }
  | { readonly kind: 'truncate'; readonly oids: readonly number[] }
  /** A row of a table that nobody asked for. */
  | { readonly kind: 'foreign' }
  /** A type that is not built in, before the first table that has it. */
  | { readonly kind: 'type'; readonly oid: number; readonly name: string }
  /** Origins and logical messages: nothing that changes a row. */
  | { readonly kind: 'other' };

/** Which columns of a table are read; null for a table that is not. */
export type Selection = (relation: Relation) => ((column: string) => boolean) | null;

const foreign: Message = { kind: 'foreign' };
const other: Message = { kind: 'other' };

/** Microseconds from 1970 to 2000, where PostgreSQL's time begins. */
const postgresEpoch = 946_684_800_000_000n;

/** The name of each column, null where it is not read; null for a table that is not read. */
type Names = readonly (string | null)[] | null;

/**
 * Decodes the messages of the output plugin `pgoutput`, protocol version 1, one call a message
 * (PostgreSQL manual, "Logical Replication Message Formats").
 * Every value stays the text that the server wrote; a column that was not sent is absent.
 */
export function openDecoder(select: Selection): (message: Buffer) => Message {
  const known = new Map<number, Names>();

  function relation(buffer: Buffer): Message {
    const oid = buffer.readUInt32BE(1);
    const schema = cString(buffer, 5);
    const name = cString(buffer, schema.end);
    const columns: RelationColumn[] = [];
    // Behind the name: one byte of replica identity, then the number of columns.
    let at = name.end + 3;
    for (let count = buffer.readUInt16BE(name.end + 1); count > 0; count--) {
      const column = cString(buffer, at + 1);
      columns.push({
        name: column.text,
        typeOid: buffer.readUInt32BE(column.end),
        typeMod: buffer.readInt32BE(column.end + 4),
      });
      at = column.end + 8;
    }
    // An empty schema stands for pg_catalog.
    const found: Relation = { oid, schema: schema.text || 'pg_catalog', name: name.text, columns };
    const wanted = select(found);
    known.set(oid, wanted && columns.map((column) => (wanted(column.name) ? column.name : null)));
    return { kind: 'relation', relation: found };
  }

  function namesOf(oid: number): Names {
    const names = known.get(oid);
    if (names === undefined)
      throw new Error(`pgoutput: a change of relation ${oid}, which was never described`);
    return names;
  }

  function update(buffer: Buffer): Message {
    const oid = buffer.readUInt32BE(1);
    const names = namesOf(oid);
    if (!names) return foreign;
    const tag = buffer[5];
    if (tag === tags.newRow) {
      const { row, partial } = tuple(buffer, 6, names);
      return { kind: 'update', oid, before: null, row, partial };
    }
    const before = tuple(buffer, 6, names, tag === tags.key);
    const after = tuple(buffer, before.end + 1, names);
    // A whole old row holds what was left out of the new one.
    if (tag !== tags.key && after.partial)
      return {
        kind: 'update',
        oid,
        before: before.row,
        row: { ...before.row, ...after.row },
        partial: false,
      };
    return { kind: 'update', oid, before: before.row, row: after.row, partial: after.partial };
  }

  return (buffer) => {
    switch (buffer[0]) {
      case tags.begin:
        return {
          kind: 'begin',
          commitLsn: buffer.readBigUInt64BE(1),
          committedAt: buffer.readBigInt64BE(9) + postgresEpoch,
        };
      case tags.commit:
        return { kind: 'commit', endLsn: buffer.readBigUInt64BE(10) };
      case tags.relation:
        return relation(buffer);
      case tags.insert: {
        const oid = buffer.readUInt32BE(1);
        const names = namesOf(oid);
        return names ? { kind: 'insert', oid, row: tuple(buffer, 6, names).row } : foreign;
      }
      case tags.update:
        return update(buffer);
      case tags.delete: {
        const oid = buffer.readUInt32BE(1);
        const names = namesOf(oid);
        if (!names) return foreign;
        return { kind: 'delete', oid, before: tuple(buffer, 6, names, buffer[5] === tags.key).row };
      }
      case tags.truncate: {
        const oids: number[] = [];
        for (let at = 6; at < buffer.length; at += 4) oids.push(buffer.readUInt32BE(at));
        return { kind: 'truncate', oids };
      }
      case tags.type: {
        const schema = cString(buffer, 5);
        const { text } = cString(buffer, schema.end);
        return { kind: 'type', oid: buffer.readUInt32BE(1), name: `${schema.text || 'pg_catalog'}.${text}` };
      }
      case tags.origin:
      case tags.message:
        return other;
      default:
        throw new Error(`pgoutput: unknown message ${buffer.subarray(0, 1).toString('hex')}`);
    }
  };
}

const tags = {
  begin: 0x42,
  commit: 0x43,
  relation: 0x52,
  insert: 0x49,
  update: 0x55,
  delete: 0x44,
  truncate: 0x54,
  origin: 0x4f,
  type: 0x59,
  message: 0x4d,
  key: 0x4b,
  newRow: 0x4e,
  null: 0x6e,
  text: 0x74,
  unchanged: 0x75,
} as const;

const decodedWhole = 16_384;

/** A row. In a `keyOnly` one the columns outside of the key are sent as null and mean nothing. */
function tuple(
  buffer: Buffer,
  start: number,
  names: readonly (string | null)[],
  keyOnly = false,
): { row: SourceRow; partial: boolean; end: number } {
  // Where every byte is one character, cutting the decoded message is much faster than decoding each cell.
  const decoded = buffer.length <= decodedWhole ? buffer.toString() : '';
  const oneByteEach = decoded.length === buffer.length;
  const row: Record<string, string | null> = {};
  let partial = false;
  let at = start + 2;
  const count = buffer.readUInt16BE(start);
  for (let index = 0; index < count; index++) {
    const name = names[index] as string | null;
    const kind = buffer[at];
    at += 1;
    if (kind === tags.text) {
      const end = at + 4 + buffer.readUInt32BE(at);
      if (name !== null)
        row[name] = oneByteEach ? decoded.slice(at + 4, end) : buffer.toString('utf8', at + 4, end);
      at = end;
    } else if (kind === tags.null) {
      if (name !== null && !keyOnly) row[name] = null;
    } else if (kind === tags.unchanged) {
      partial = true;
    } else throw new Error(`pgoutput: a cell of the unknown kind ${kind}`);
  }
  return { row, partial, end: at };
}

function cString(buffer: Buffer, start: number): { text: string; end: number } {
  const end = buffer.indexOf(0, start);
  return { text: buffer.toString('utf8', start, end), end: end + 1 };
}
