import type { AnyRow } from '../../datasets/contract.ts';
import { type RowCheck, rowCheck } from '../../datasets/rowRules.ts';
import { isClassified, type ValueProblem } from '../../datasets/values.ts';
import type { SourceRow } from '../mapping/mapping.ts';
import type { Batch, Outcome, Rejection, SourceChange } from './change.ts';
import type { LedgerParts } from './parts.ts';
import type { Source } from './sources.ts';

interface Prior {
  rowid: number;
  version: number;
  source: number;
  position: string;
  deleted: number;
  row: string | null;
  extra: string | null;
}

/** Takes the changes of one batch; runs inside the ledger's transaction. */
export function acceptor(parts: LedgerParts) {
  const { db, names, sources, quarantine, bus, contracts, live, register } = parts;
  const find = db.prepare(
    'SELECT rowid, version, source, position, deleted, row, extra FROM entries WHERE dataset = ? AND key = ?',
  );
  const insert = db.prepare(
    'INSERT INTO entries (dataset, key, version, source, position, deleted, row, extra) VALUES (?, ?, 1, ?, ?, 0, ?, ?)',
  );
  const update = db.prepare(
    'UPDATE entries SET version = ?, source = ?, position = ?, deleted = ?, row = ?, extra = ? WHERE rowid = ?',
  );
  const rename = db.prepare('UPDATE entries SET key = ? WHERE rowid = ?');
  const move = db.prepare('UPDATE entries SET position = ? WHERE rowid = ?');
  const checks = new Map<string, RowCheck>();
  for (const contract of Object.values(contracts)) {
    const check = rowCheck(contract);
    if (check) checks.set(contract.name, check);
  }
  const advance = db.prepare('UPDATE sources SET position = ? WHERE id = ?');

  /** A key that was somebody's who was erased may come to be another's: its versions go on. */
  function priorOf(dataset: string, key: string): Prior | undefined {
    const prior = find.get(names.id(dataset), key) as Prior | undefined;
    const hidden = prior ? null : register.keyOf(dataset, key);
    return (
      prior ?? (hidden === null ? undefined : (find.get(names.id(dataset), hidden) as Prior | undefined))
    );
  }

  function reject(source: Source, rejection: Rejection, now: string, outcome: Outcome): void {
    if (register.holds(rejection)) return;
    if (rejection.key !== null) {
      const prior = find.get(names.id(rejection.dataset), rejection.key) as Prior | undefined;
      if (prior?.source === source.id && prior.position >= rejection.position) {
        outcome.stale += 1;
        return;
      }
    }
    quarantine.put(source, rejection, now);
    outcome.quarantined += 1;
  }

  /** Where a rule is broken, with the value unless it is classified. */
  function shown(dataset: string, { column, value }: ValueProblem) {
    const contract = contracts[dataset];
    return { column, value: contract && isClassified(contract, column) ? null : value };
  }

  function take(source: Source, offered: SourceChange, now: string, outcome: Outcome): void {
    const change = register.screen(offered);
    if (change === null) return;
    const dataset = names.id(change.dataset);
    const prior = priorOf(change.dataset, change.key);
    if (!prior && change.op === 'delete') {
      quarantine.release(source, change.dataset, change.key);
      return;
    }
    if (prior && prior.source !== source.id && prior.deleted === 0) {
      if (change.op !== 'delete') {
        reject(
          source,
          refusal(change, `belongs to the source ${sources.nameOf(prior.source)}`),
          now,
          outcome,
        );
      }
      return;
    }
    if (prior?.source === source.id && prior.position >= change.position) {
      outcome.stale += 1;
      return;
    }
    if (change.unchanged.length > 0 && (prior?.row ?? null) === null) {
      reject(
        source,
        refusal(change, `${change.unchanged.join(', ')} was not sent and is not known`),
        now,
        outcome,
      );
      return;
    }
    const whole = change.op === 'delete' ? null : completed(change, prior);
    const broken = whole && checks.get(change.dataset)?.(whole);
    if (broken) {
      reject(source, refusal(change, broken.rule, shown(change.dataset, broken)), now, outcome);
      return;
    }
    quarantine.release(source, change.dataset, change.key);
    const row = whole === null ? null : JSON.stringify(whole);
    const extra = change.op === 'delete' ? null : completedExtra(change, prior);
    if (prior && prior.row === row && prior.extra === extra && prior.source === source.id) {
      move.run(change.position, prior.rowid);
      outcome.unchanged += 1;
      return;
    }
    const version = (prior?.version ?? 0) + 1;
    live.change(dataset, (row === null ? 0 : 1) - (prior?.deleted === 0 ? 1 : 0));
    if (prior) {
      if (prior.deleted === 1) rename.run(change.key, prior.rowid);
      update.run(version, source.id, change.position, row === null ? 1 : 0, row, extra, prior.rowid);
    } else insert.run(dataset, change.key, source.id, change.position, row, extra);
    bus.append({
      dataset,
      key: change.key,
      op: change.op,
      version,
      source: source.id,
      position: change.position,
      occurredAt: change.occurredAt,
      acceptedAt: now,
      contractVersion: contracts[change.dataset]?.version ?? 0,
      mappingVersion: change.mappingVersion,
      row,
      extra,
    });
    outcome.accepted += 1;
    if (change.op === 'delete') outcome.deleted += 1;
  }

  return (source: Source, batch: Batch, now: string): Outcome => {
    const outcome: Outcome = { accepted: 0, unchanged: 0, stale: 0, deleted: 0, quarantined: 0 };
    let rejected = 0;
    const rejectBefore = (position: string | null) => {
      for (let next = batch.rejections[rejected]; next; next = batch.rejections[rejected]) {
        if (position !== null && next.position >= position) return;
        reject(source, next, now, outcome);
        rejected += 1;
      }
    };
    for (const change of batch.changes) {
      // A delete lets go of what broke before it, so the order among both matters.
      rejectBefore(change.position);
      take(source, change, now, outcome);
    }
    rejectBefore(null);
    if (batch.position !== undefined) advance.run(batch.position, source.id);
    return outcome;
  };
}

/** The whole row: what the source did not send stays as it was. */
function completed(change: SourceChange, prior: Prior | undefined): AnyRow | null {
  if (change.unchanged.length === 0 || !prior?.row) return change.row;
  const before = JSON.parse(prior.row) as AnyRow;
  const row: Record<string, unknown> = { ...change.row };
  for (const column of change.unchanged) row[column] = before[column] ?? null;
  return row;
}

/** Extra columns that a partial change lacks stay; a full one replaces them all. */
function completedExtra(change: SourceChange, prior: Prior | undefined): string | null {
  const before = change.partial && prior?.extra ? (JSON.parse(prior.extra) as SourceRow) : null;
  const extra = before ? { ...before, ...change.extra } : change.extra;
  return extra === null ? null : JSON.stringify(extra);
}

/** A good row that cannot be taken, as quarantine keeps it. */
function refusal(
  change: SourceChange,
  rule: string,
  { column, value }: Pick<Rejection, 'column' | 'value'> = { column: null, value: null },
): Rejection {
  const { dataset, key, op, position, occurredAt, place, payload, mapping, mappingVersion } = change;
  return {
    dataset,
    key,
    op,
    position,
    occurredAt,
    place,
    column,
    rule,
    value,
    payload,
    mapping,
    mappingVersion,
  };
}
