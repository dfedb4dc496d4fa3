import type pg from 'pg';
import { failpoint } from '../../base/failpoints.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { positionText } from '../ledger/position.ts';
import type { Source } from '../ledger/sources.ts';
import { checkServer, checkTables, readServerFacts, readTableFacts, type TableFacts } from './catalog.ts';
import { checkFollowed, type Followed } from './followed.ts';
import type { Intake } from './intake.ts';
import type { Lsn } from './lsn.ts';
import { recall, rememberCopied, rememberCopying } from './memory.ts';
import { markOf, publicationPlan, publish, readPublication } from './publication.ts';
import type { Report } from './report.ts';
import type { Shapes } from './shapes.ts';
import { createSlot, dropSlot, identityText, planStart, readIdentity, type ServerIdentity } from './slot.ts';
import {
  copyPositions,
  copyTables,
  importSnapshot,
  lockStatement,
  type RemovalGuard,
  sweepUnseen,
} from './snapshot.ts';
import type { BatchLimits } from './stream.ts';
import type { SourceTable } from './tables.ts';
import { readTypeNames, type TypeNames } from './types.ts';

/** What a session needs to know to begin. */
export interface Session {
  readonly sourceName: string;
  readonly slot: string;
  readonly publication: string;
  readonly tables: readonly SourceTable[];
  readonly ledger: Ledger;
  readonly shapes: Shapes;
  readonly guard: RemovalGuard;
  readonly limits: BatchLimits;
  readonly resnapshot: boolean;
  readonly report: Report;
  /** Opens a connection that ends with the session. */
  connect(options?: { replication?: boolean }): Promise<pg.Client>;
  openIntake(source: Source): Intake;
  /** Tables that were copied before and no longer exist. */
  gone(tables: readonly SourceTable[]): void;
  copying(rows: number, estimated: number): void;
}

/** Where the stream goes on. */
export interface Begun {
  readonly source: Source;
  readonly position: Lsn;
  readonly types: TypeNames;
  readonly followed: readonly Followed[];
}

/**
 * Brings the ledger to where the slot's stream begins: checks server, tables and publication, then copies everything,
 * or the tables that are new, or nothing. A copy that does not end begins anew with the next session.
 */
export async function begin(session: Session, replication: pg.Client): Promise<Begun> {
  const { ledger, sourceName, slot } = session;
  const control = await session.connect();
  checkServer(await readServerFacts(control));
  const types = await readTypeNames(control);
  const source = ledger.source(sourceName, 'postgres');
  const remembered = recall(ledger, source);
  const server = await readIdentity(replication, slot, remembered.timeline);
  const start = planStart(slot, remembered, server, session);
  const facts = await readTableFacts(control, session.tables, types);
  if (start.kind === 'copy') {
    checkTables(session.tables, facts);
    const followed = await published(session, control, session.tables);
    rememberCopying(ledger, sourceName);
    if (start.drop) await dropSlot(replication, slot);
    const copied = await copyAll(session, replication, control, server, types);
    rememberCopied(ledger, sourceName, marksOf(followed));
    return { ...copied, types, followed };
  }
  const followed = session.tables.flatMap((table) => {
    const mark = remembered.copied[table.label];
    return mark === undefined ? [] : [{ table, mark }];
  });
  const added = session.tables.filter(({ label }) => remembered.copied[label] === undefined);
  checkTables(added, facts);
  const gone = await checkFollowed(control, session.publication, followed);
  session.gone(gone);
  const continued = start.newTimeline ? onNewTimeline(ledger, source, remembered, server, slot) : source;
  const position = remembered.position ?? server.slot?.confirmed ?? 0n;
  if (added.length > 0) {
    const present = followed.map(({ table }) => table).filter((table) => !gone.includes(table));
    const marked = await published(session, control, [...present, ...added]);
    followed.push(...marked.filter(({ table }) => added.includes(table)));
    await copyAdded(session, replication, control, continued, added, types);
    rememberCopied(ledger, sourceName, { ...remembered.copied, ...marksOf(followed) });
  }
  await control.end();
  return { source: continued, position, types, followed };
}

/** Lets the publication cover the tables, and answers the marks that it has for them. */
async function published(
  { publication }: Session,
  control: pg.Client,
  tables: readonly SourceTable[],
): Promise<Followed[]> {
  await publish(control, publicationPlan(publication, await readPublication(control, publication), tables));
  const found = await readPublication(control, publication);
  return tables.map((table) => ({ table, mark: markOf(found, table) ?? '' }));
}

const marksOf = (followed: readonly Followed[]) =>
  Object.fromEntries(followed.map(({ table, mark }) => [table.label, mark]));

/** The log goes on where the old timeline ended; what was read so far is still true. */
function onNewTimeline(
  ledger: Ledger,
  source: Source,
  remembered: ReturnType<typeof recall>,
  server: ServerIdentity,
  slot: string,
): Source {
  const identity = identityText(server.systemId, server.timeline, slot, remembered.began ?? 0n);
  const raised = ledger.raiseEpoch(source.name, identity);
  if (remembered.position !== null) {
    const position = positionText(raised.epoch, remembered.position, 0);
    ledger.accept(raised, { changes: [], rejections: [], position });
  }
  return raised;
}

/** A copy of everything at a new slot, and the deletes that nobody reported. */
async function copyAll(
  session: Session,
  replication: pg.Client,
  control: pg.Client,
  server: ServerIdentity,
  types: TypeNames,
): Promise<Pick<Begun, 'source' | 'position'>> {
  const { ledger, tables, slot, sourceName, report } = session;
  const facts = await lockShapes(control, tables, types);
  failpoint('before slot.create');
  const { consistentPoint, snapshotName } = await createSlot(replication, slot, { temporary: false });
  failpoint('after slot.create');
  try {
    const identity = identityText(server.systemId, server.timeline, slot, consistentPoint);
    const source = ledger.raiseEpoch(sourceName, identity);
    const positions = copyPositions(source.epoch, consistentPoint);
    await copyAt(session, control, snapshotName, source, tables, facts, consistentPoint);
    const datasets = [
      ...new Set(tables.flatMap(({ mappings }) => mappings.map(({ contract }) => contract.name))),
    ];
    sweepUnseen(ledger, source, datasets, positions, session.guard, report);
    const position = positionText(source.epoch, consistentPoint, 0);
    ledger.accept(source, { changes: [], rejections: [], position });
    return { source, position: consistentPoint };
  } catch (error) {
    // The next copy makes its own slot; this one would only keep the server's log from being removed.
    await dropSlot(replication, slot).catch(() => {});
    throw error;
  }
}

/**
 * Tables that were mapped after the copy. The stream may stand far behind their copy: what it brings of them from
 * before is then older than what the ledger has. Their deletes are in the stream, so nothing is swept.
 */
async function copyAdded(
  session: Session,
  replication: pg.Client,
  control: pg.Client,
  source: Source,
  tables: readonly SourceTable[],
  types: TypeNames,
): Promise<void> {
  const facts = await lockShapes(control, tables, types);
  const name = `${session.slot}_added`;
  const { consistentPoint, snapshotName } = await createSlot(replication, name, { temporary: true });
  await copyAt(session, control, snapshotName, source, tables, facts, consistentPoint);
  await dropSlot(replication, name);
}

/** Holds the tables' shapes from before the snapshot on: a rewritten table would look empty in it. */
async function lockShapes(
  control: pg.Client,
  tables: readonly SourceTable[],
  types: TypeNames,
): Promise<Map<string, TableFacts>> {
  await control.query('BEGIN');
  await control.query(lockStatement(tables));
  const facts = await readTableFacts(control, tables, types);
  checkTables(tables, facts);
  return facts;
}

async function copyAt(
  session: Session,
  control: pg.Client,
  snapshotName: string,
  source: Source,
  tables: readonly SourceTable[],
  facts: ReadonlyMap<string, TableFacts>,
  consistentPoint: Lsn,
): Promise<void> {
  const client = await session.connect();
  await importSnapshot(client, snapshotName, tables);
  await control.query('COMMIT');
  for (const table of tables) {
    const columns = facts.get(table.label)?.columns ?? [];
    for (const drift of session.shapes.see(table, columns, consistentPoint)) session.report(drift);
  }
  const estimated = tables.reduce(
    (sum, { label }) => sum + Math.max(0, facts.get(label)?.estimatedRows ?? 0),
    0,
  );
  session.copying(0, estimated);
  await copyTables({
    client,
    ledger: session.ledger,
    intake: session.openIntake(source),
    tables,
    facts,
    positions: copyPositions(source.epoch, consistentPoint),
    limits: session.limits,
    report: session.report,
    rowsCopied: (rows) => session.copying(rows, estimated),
  });
  await client.query('COMMIT');
  await client.end();
}
