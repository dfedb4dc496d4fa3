import { roles } from '../../../lake/governance/roles.ts';
import type { Account, Accounts } from '../../../runtime/accounts/accounts.ts';
import type { SessionPage } from '../../api.ts';
import { askerOf, type SessionCookie, seesAll } from '../asker.ts';
import type { Place } from '../place.ts';
import { json, Refusal } from '../reply.ts';
import type { OpenRoutes } from '../routes.ts';

/** Who asks, coming in by a link, and going out: what is answered to everybody. */
export function sessionRoutes(accounts: Accounts, cookie: SessionCookie, place: Place): OpenRoutes {
  const pageOf = (session: string | null): SessionPage => {
    const asker = askerOf(session, accounts, place);
    return {
      account: asker?.account ? factsOf(asker.account) : null,
      mayEnter: asker !== null,
      seesAll: asker !== null && seesAll(asker),
    };
  };
  return {
    'GET /api/session': ({ session }) => json(pageOf(session)),
    'POST /api/session': ({ body }) => {
      const { token } = (body ?? {}) as { token?: unknown };
      if (typeof token !== 'string') throw new Refusal(400, 'token must be that of a link');
      const session = accounts.signIn(token);
      if (session === null) throw new Refusal(403, 'this link was used already, or is too old');
      return withCookie(json(pageOf(session)), cookie.set(session));
    },
    'DELETE /api/session': ({ session }) => {
      if (session !== null) accounts.signOut(session);
      return withCookie(json(pageOf(null)), cookie.clear);
    },
  };
}

const withCookie = (reply: ReturnType<typeof json>, cookie: string) => ({
  ...reply,
  headers: { ...reply.headers, 'Set-Cookie': cookie },
});

const factsOf = ({ name, role, schools }: Account) => ({ name, role, es: roles[role].es, schools });
