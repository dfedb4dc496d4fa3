import { instantText, type Micros } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import { positionText } from '../ledger/position.ts';
import type { SourceRow } from '../mapping/mapping.ts';
import type { At, Intake } from './intake.ts';
import type { Lsn } from './lsn.ts';
import { openDecoder, type Relation } from './pgoutput.ts';
import type { Report } from './report.ts';
import type { Shapes } from './shapes.ts';
import type { SourceTable } from './tables.ts';
import type { TypeNames } from './types.ts';

/** When a batch goes to the ledger although its transaction, or the backlog, goes on. */
export interface BatchLimits {
  readonly rows: number;
  readonly bytes: number;
}

/** What passes by without a change for us is confirmed no more often than this, in bytes of log. */
const quietConfirmation = 1_048_576n;

/**
 * The stream of committed transactions on its way into the ledger. Whole transactions are gathered into one
 * transaction of the ledger; one that is larger than a batch goes in parts, which a replay finds stale.
 */
export interface Stream {
  /** Takes one message of the output plugin; goes to the ledger when the batch is full. */
  take(message: Buffer): void;
  /** The server has sent everything before this place. */
  reached(lsn: Lsn): void;
  /** Makes whole transactions durable. With `confirm`, also how far a quiet stream has come. */
  settle(confirm?: boolean): void;
  /** Everything before this place is durable, with the place itself: what PostgreSQL may forget. */
  confirmed(): Lsn;
  /** Everything before this place has arrived and its changes are durable. */
  passed(): Lsn;
  /** Commit time of the last transaction that is durable; null when there was none yet. */
  committedAt(): Micros | null;
}

interface Transaction {
  /** Position of its changes without their ordinal. */
  readonly prefix: string;
  readonly commitLsn: Lsn;
  readonly committedAt: Micros;
  readonly occurredAt: string;
  ordinal: number;
}

interface Described {
  readonly table: SourceTable;
  /** Mapped columns that the table has lost and that rows can do without. */
  readonly absent: readonly string[];
}

export function openStream(parts: {
  readonly intake: Intake;
  readonly epoch: number;
  /** Where the ledger stands. */
  readonly position: Lsn;
  readonly tables: readonly SourceTable[];
  readonly sharedDatasets: ReadonlySet<string>;
  readonly shapes: Shapes;
  readonly types: TypeNames;
  readonly report: Report;
  readonly limits: BatchLimits;
}): Stream {
  const { intake, epoch, shapes, types, limits } = parts;
  const tables = new Map(parts.tables.map((table) => [`${table.schema}.${table.name}`, table]));
  const described = new Map<number, Described>();
  const decode = openDecoder(describe);
  let confirmed = parts.position;
  let passed = parts.position;
  let complete = parts.position;
  let transaction: Transaction | null = null;
  let completedAt: Micros | null = null;
  let committedAt: Micros | null = null;
  let bytes = 0;
  let hasChanged = false;

  function describe(relation: Relation): ((column: string) => boolean) | null {
    const table = tables.get(`${relation.schema}.${relation.name}`);
    if (!table) return null;
    const columns = relation.columns.map(({ name, typeOid, typeMod }) =>
      types.column(name, typeOid, typeMod),
    );
    for (const drift of shapes.see(table, columns, transaction?.commitLsn ?? 0n)) parts.report(drift);
    const names = new Set(columns.map(({ name }) => name));
    const lost = [...table.required].filter((column) => !names.has(column));
    if (lost.length > 0) {
      throw new UserError(
        `${table.label} no longer has ${lost.join(', ')}, which its rows cannot be read without`,
        {
          hint: 'Nothing is lost: the slot keeps the changes. Map the columns that the table has now and start with --resnapshot.',
        },
      );
    }
    described.set(relation.oid, {
      table,
      absent: [...table.optional].filter((column) => !names.has(column)),
    });
    return (column) => !table.secret.has(column);
  }

  function at(): At {
    if (!transaction) throw new Error('pgoutput: a change outside of a transaction');
    const ordinal = transaction.ordinal++;
    return {
      position: transaction.prefix + ordinal.toString(16).padStart(8, '0'),
      occurredAt: transaction.occurredAt,
    };
  }

  function tableOf(oid: number): Described {
    hasChanged = true;
    const found = described.get(oid);
    if (!found) throw new Error(`pgoutput: a change of relation ${oid}, which was never described`);
    return found;
  }

  function truncate(oids: readonly number[]): void {
    const where = at();
    for (const oid of oids) {
      const table = described.get(oid)?.table;
      if (!table) continue;
      hasChanged = true;
      const shared = table.mappings.find(({ contract }) => parts.sharedDatasets.has(contract.name));
      if (shared) {
        throw new UserError(
          `${table.label} was truncated, but other tables feed ${shared.contract.name} too`,
          {
            hint: 'Start with --resnapshot: it copies everything anew and removes what is no longer there.',
          },
        );
      }
      intake.truncate(table, where);
    }
  }

  function flush(confirm: boolean): void {
    const hasMoved = complete > confirmed;
    const isWorthIt = hasChanged || confirm || complete - confirmed >= quietConfirmation;
    if (intake.size() > 0 || (hasMoved && isWorthIt)) {
      intake.accept(hasMoved ? positionText(epoch, complete, 0) : undefined);
      confirmed = complete;
    }
    // Changes of a transaction that goes on are confirmed with its end.
    if (!transaction) hasChanged = false;
    committedAt = completedAt;
    passed = complete;
    bytes = 0;
  }

  return {
    take(message) {
      const change = decode(message);
      switch (change.kind) {
        case 'begin':
          transaction = {
            prefix: positionText(epoch, change.commitLsn, 0).slice(0, -8),
            commitLsn: change.commitLsn,
            committedAt: change.committedAt,
            occurredAt: instantText(change.committedAt),
            ordinal: 0,
          };
          break;
        case 'commit':
          complete = change.endLsn;
          completedAt = transaction?.committedAt ?? null;
          transaction = null;
          break;
        case 'insert': {
          const { table, absent } = tableOf(change.oid);
          intake.insert(table, withNulls(change.row, absent), at());
          break;
        }
        case 'update':
          intake.update(tableOf(change.oid).table, change.before, change.row, change.partial, at());
          break;
        case 'delete':
          intake.remove(tableOf(change.oid).table, change.before, at());
          break;
        case 'truncate':
          truncate(change.oids);
          break;
        case 'foreign':
          at();
          break;
        case 'type':
          types.add(change.oid, change.name);
          break;
      }
      bytes += message.length;
      if (intake.size() >= limits.rows || bytes >= limits.bytes) flush(false);
    },
    reached(lsn) {
      if (!transaction && lsn > complete) complete = lsn;
    },
    settle(confirm = false) {
      if (!transaction) flush(confirm);
    },
    confirmed: () => confirmed,
    passed: () => passed,
    committedAt: () => committedAt,
  };
}

/** A new row has no value for a column that the table no longer has. */
export function withNulls(row: SourceRow, columns: readonly string[]): SourceRow {
  if (columns.length === 0) return row;
  return { ...row, ...Object.fromEntries(columns.map((column) => [column, null])) };
}
