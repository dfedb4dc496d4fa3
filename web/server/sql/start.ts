import { duckdbEngine } from '../../../analytics/engine/duckdb.ts';
import type { SqlEngine } from '../../../analytics/engine/engine.ts';
import { roleEngine } from '../../../analytics/engine/role.ts';
import { duckdbType } from '../../../analytics/sql/duckdbText.ts';
import { catalog } from '../../../datasets/catalog.ts';
import type { Cell } from '../../../lake/exact.ts';
import { parseMoment } from '../../../lake/sql/moments.ts';
import type { Account } from '../../../runtime/accounts/accounts.ts';
import { readsOf } from '../../../runtime/audit/reads.ts';
import type { StateDir } from '../../../runtime/state.ts';
import type { Backend } from '../backend.ts';

/** The rows of a statement, while it is running: read once, by `batches` or by `arrow`. */
export interface SqlAnswer {
  readonly columns: readonly { readonly name: string; readonly type: { toString(): string } }[];
  batches(): AsyncGenerator<Cell[][]>;
  arrow(form: 'file' | 'stream'): AsyncGenerator<Uint8Array>;
  close(): Promise<void>;
}

export interface StartOptions {
  /** A moment that tables are read at, as people write it. */
  readonly at?: string | undefined;
  readonly signal: AbortSignal;
  /** Who asks; null for whoever is on this machine while nobody needs an account. */
  readonly account: Account | null;
}

/**
 * The one place where the portal hands a statement to an engine. Whoever asks closes the answer.
 * @throws UserError for what is wrong with the statement
 */
export async function startSql(
  backend: Backend,
  sql: string,
  { at, signal, account }: StartOptions,
): Promise<SqlAnswer> {
  const moment = at === undefined ? undefined : parseMoment(at);
  const answer = await engineOf(backend, account).run(sql, { at: moment, signal });
  const columns = answer.columns.map(({ name, type }) => ({ name, type: duckdbType(type) }));
  return { ...answer, columns };
}

/** An engine keeps the views that it has translated. */
const engines = new WeakMap<StateDir, SqlEngine>();

function engineOf({ state, clock }: Backend, account: Account | null): SqlEngine {
  if (account) {
    const log = readsOf(state, clock, account, { actor: account.name, channel: 'portal' });
    return roleEngine({ dirs: state, contracts: catalog }, account, log);
  }
  const known = engines.get(state);
  if (known) return known;
  const engine = duckdbEngine({ dirs: state, contracts: catalog });
  engines.set(state, engine);
  return engine;
}
