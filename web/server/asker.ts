import type { IncomingMessage } from 'node:http';
import { roles } from '../../lake/governance/roles.ts';
import type { Account, Accounts } from '../../runtime/accounts/accounts.ts';
import type { Place } from './place.ts';
import { Refusal } from './reply.ts';

/** Who asks: somebody with an account, or whoever is on this machine while there are no accounts. */
export interface Asker {
  readonly account: Account | null;
  /** Token of the session; null without one. */
  readonly session: string | null;
}

/** How a session is kept in a browser: only there, only for this portal, and out of reach of scripts. */
export interface SessionCookie {
  /** Value of `Set-Cookie` that begins it, and that ends it. */
  readonly set: (token: string) => string;
  readonly clear: string;
  readonly read: (request: Pick<IncomingMessage, 'headers'>) => string | null;
}

/** @see https://datatracker.ietf.org/doc/html/rfc6265bis: `__Host-` asks for Secure, a Path of `/` and no Domain. */
export function sessionCookie({ scheme }: Pick<Place, 'scheme'>): SessionCookie {
  const isSecure = scheme === 'https';
  const name = isSecure ? '__Host-aljibe' : 'aljibe';
  const facts = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  return {
    set: (token) => `${name}=${token}; ${facts}`,
    clear: `${name}=; ${facts}; Max-Age=0`,
    read({ headers: { cookie = '' } }) {
      const pairs = cookie.split(';').map((pair) => pair.trim());
      return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || null;
    },
  };
}

/** Decides with each request who asks, so that an account that is removed is out at once. Null: nobody who may. */
export function askerOf(
  session: string | null,
  accounts: Accounts,
  { needsAccount }: Pick<Place, 'needsAccount'>,
): Asker | null {
  const account = session === null ? null : accounts.accountOf(session);
  if (account) return { account, session };
  return !needsAccount && accounts.isEmpty() ? { account: null, session: null } : null;
}

/** Whether somebody sees everything, as those do who run the platform and those who answer for its data. */
export const seesAll = ({ account }: Asker): boolean => account === null || roles[account.role].raw;

/** @throws Refusal for a role that does not see everything, where only all of it can be shown */
export function requireAll(asker: Asker, what: string): void {
  if (seesAll(asker)) return;
  throw new Refusal(403, `${what} shows rows of everybody, which a ${asker.account?.role} does not see`);
}
