import { type Clock, instantText, type Micros } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import { nearNames } from '../../datasets/near.ts';
import type { RoleName, Viewer } from '../../lake/governance/roles.ts';
import { openAccountsDatabase } from './schema.ts';
import { hashOfToken, newToken } from './tokens.ts';

/** Somebody who may sign in to the portal, and as what. */
export interface Account extends Viewer {
  readonly name: string;
}

export interface AccountFacts extends Account {
  readonly createdAt: string;
  /** When a session of it was last used; null before the first. */
  readonly seenAt: string | null;
  readonly sessions: number;
  /** Until when its link lets somebody in; null when there is none. */
  readonly linkUntil: string | null;
}

/** The accounts of a state directory, with their links and sessions. */
export interface Accounts {
  isEmpty(): boolean;
  list(): AccountFacts[];
  /** @throws UserError for a name that is none or taken */
  add(account: Account): void;
  /** Ends every session of it. @throws UserError for a name that nobody has */
  remove(name: string): void;
  /** A new token that lets somebody in as this account, once; an earlier one is void. @throws UserError as above */
  link(name: string): { readonly token: string; readonly until: string };
  /** Trades the token of a link for that of a session; null where the link is void. */
  signIn(link: string): string | null;
  /** Whose session it is; null where it has ended. Looking does not make it last longer. */
  accountOf(session: string): Account | null;
  /** Writes down that the session is in use. */
  use(session: string): void;
  signOut(session: string): void;
  close(): void;
}

const hour: Micros = 3_600_000_000n;
const linkLives: Micros = 24n * hour;
/** A session ends when it was not used for so long, and after a working day however much it is used. */
const sessionIdles: Micros = 2n * hour;
const sessionLives: Micros = 12n * hour;
/** A session is written down as used this often at most: reads should not become writes. */
const seenEvery: Micros = 60_000_000n;

interface Stored {
  name: string;
  role: RoleName;
  schools: string;
}

export function openAccounts(path: string, clock: Clock): Accounts {
  const db = openAccountsDatabase(path);
  const run = (sql: string, ...values: (string | number)[]) => Number(db.prepare(sql).run(...values).changes);
  const get = (sql: string, ...values: (string | number)[]) => db.prepare(sql).get(...values);
  const now = () => Number(clock.now());

  function require(name: string): void {
    if (get('SELECT 1 FROM accounts WHERE name = ?', name)) return;
    const names = db.prepare('SELECT name FROM accounts ORDER BY name').all() as unknown as {
      name: string;
    }[];
    const near = nearNames(
      name,
      names.map((account) => account.name),
    );
    throw new UserError(`there is no account "${name}"`, {
      exitCode: 2,
      hint:
        near.length > 0 ? `did you mean ${near.join(' or ')}?` : '`aljibe user list` tells which there are.',
    });
  }

  return {
    isEmpty: () => !get('SELECT 1 FROM accounts LIMIT 1'),
    list() {
      const rows = db
        .prepare(
          `SELECT a.*, l.expires_at AS link_until,
             (SELECT count(*) FROM sessions s WHERE s.account = a.name AND s.began_at > ? AND s.seen_at > ?) AS sessions
           FROM accounts a LEFT JOIN links l ON l.account = a.name AND l.expires_at > ?
           ORDER BY a.name`,
        )
        .all(now() - Number(sessionLives), now() - Number(sessionIdles), now()) as unknown as (Stored & {
        created_at: number;
        seen_at: number | null;
        link_until: number | null;
        sessions: number;
      })[];
      return rows.map((row) => ({
        ...accountIn(row),
        createdAt: instantOf(row.created_at),
        seenAt: row.seen_at === null ? null : instantOf(row.seen_at),
        sessions: row.sessions,
        linkUntil: row.link_until === null ? null : instantOf(row.link_until),
      }));
    },
    add({ name, role, schools }) {
      checkName(name);
      const added = run(
        'INSERT INTO accounts (name, role, schools, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        name,
        role,
        JSON.stringify(schools),
        now(),
      );
      if (added > 0) return;
      throw new UserError(`there is an account "${name}" already`, {
        exitCode: 2,
        hint: `\`aljibe user link ${name}\` makes a new link for it; \`aljibe user remove ${name}\` removes it.`,
      });
    },
    remove(name) {
      require(name);
      run('DELETE FROM accounts WHERE name = ?', name);
    },
    link(name) {
      require(name);
      const token = newToken();
      const until = now() + Number(linkLives);
      run(
        'INSERT INTO links VALUES (?, ?, ?) ON CONFLICT (account) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at',
        hashOfToken(token),
        name,
        until,
      );
      return { token, until: instantOf(until) };
    },
    signIn(link) {
      // Deleted and read in one statement: of two who use a link at once one finds nothing.
      const used = get('DELETE FROM links WHERE hash = ? RETURNING account, expires_at', hashOfToken(link)) as
        | { account: string; expires_at: number }
        | undefined;
      if (!used || used.expires_at <= now()) return null;
      const token = newToken();
      run('INSERT INTO sessions VALUES (?, ?, ?, ?)', hashOfToken(token), used.account, now(), now());
      run('UPDATE accounts SET seen_at = ? WHERE name = ?', now(), used.account);
      run('DELETE FROM sessions WHERE began_at <= ?', now() - Number(sessionLives));
      return token;
    },
    accountOf(session) {
      const found = get(
        `SELECT a.name, a.role, a.schools FROM sessions s JOIN accounts a ON a.name = s.account
         WHERE s.hash = ? AND s.began_at > ? AND s.seen_at > ?`,
        hashOfToken(session),
        now() - Number(sessionLives),
        now() - Number(sessionIdles),
      ) as Stored | undefined;
      return found ? accountIn(found) : null;
    },
    use(session) {
      const used = get(
        'UPDATE sessions SET seen_at = ? WHERE hash = ? AND seen_at <= ? RETURNING account',
        now(),
        hashOfToken(session),
        now() - Number(seenEvery),
      ) as { account: string } | undefined;
      if (used) run('UPDATE accounts SET seen_at = ? WHERE name = ?', now(), used.account);
    },
    signOut: (session) => void run('DELETE FROM sessions WHERE hash = ?', hashOfToken(session)),
    close: () => db.close(),
  };
}

const accountIn = ({ name, role, schools }: Stored): Account => ({
  name,
  role,
  schools: JSON.parse(schools) as string[],
});

const instantOf = (micros: number): string => instantText(BigInt(micros));

/** Names stand in tables, addresses and the audit. */
function checkName(name: string): void {
  if (/^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$/u.test(name)) return;
  throw new UserError(`"${name}" is no name for an account`, {
    exitCode: 2,
    hint: 'Take letters, digits and . _ @ + -, 64 at most, as in ana.ruiz or ana@school.example.',
  });
}
