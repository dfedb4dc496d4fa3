import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { Problem, SessionPage } from '../../../api.ts';
import { askJson, onSignedOut } from '../data/api.ts';
import { problemOf } from '../data/problem.ts';
import { Loading } from '../shell/Loading.tsx';
import { SignIn } from './SignIn.tsx';

interface Session extends SessionPage {
  signOut(): void;
}

const Context = createContext<Session | null>(null);

/** The address that a link leads to. Its token stands behind #, which no server is sent. */
const linkPath = '/sign-in';

/** Shows the portal to whoever may enter, and to everybody else how they get in. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [page, setPage] = useState<SessionPage | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const load = useCallback((asking: Promise<SessionPage>) => {
    asking.then(
      (found) => {
        setPage(found);
        setProblem(null);
      },
      (error: unknown) => {
        setPage((known) => known ?? nobody);
        setProblem(problemOf(error));
      },
    );
  }, []);

  useEffect(() => {
    const token = takeToken();
    load(token === null ? askSession() : askJson('/api/session', { method: 'POST', body: { token } }));
    // A session that has ended meanwhile, or whose account was removed, shows with the next question.
    return onSignedOut(() => load(askSession()));
  }, [load]);

  const session = useMemo<Session | null>(
    () => page && { ...page, signOut: () => load(askJson('/api/session', { method: 'DELETE' })) },
    [page, load],
  );
  if (!session) return <Loading />;
  return <Context value={session}>{session.mayEnter ? children : <SignIn problem={problem} />}</Context>;
}

export function useSession(): Session {
  const session = useContext(Context);
  if (!session) throw new Error('there is no session outside SessionProvider');
  return session;
}

const nobody: SessionPage = { account: null, mayEnter: false, seesAll: false };
const askSession = () => askJson<SessionPage>('/api/session');

let taken: string | null = null;

/** The token of a link, once: neither the address nor the history of the browser keeps it. */
function takeToken(): string | null {
  if (location.pathname === linkPath && location.hash.length > 1) {
    taken = location.hash.slice(1);
    history.replaceState(null, '', '/');
  }
  const token = taken;
  taken = null;
  return token;
}
