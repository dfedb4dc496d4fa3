import type { Clock } from '../base/clock.ts';
import { UserError } from '../base/errors.ts';
import { type Accounts, openAccounts } from '../runtime/accounts/accounts.ts';
import { machineActor } from '../runtime/audit/actor.ts';
import { beginAct } from '../runtime/audit/event.ts';
import { handOver } from '../runtime/handover.ts';
import { findState, type StateDir } from '../runtime/state.ts';
import type { Status } from '../runtime/status.ts';

/** The accounts of a state directory, for one command. */
export async function withAccounts<T>(
  dir: string,
  clock: Clock,
  work: (accounts: Accounts, state: StateDir) => Promise<T> | T,
): Promise<T> {
  const state = findState(dir);
  const accounts = openAccounts(state.accounts, clock);
  try {
    return await work(accounts, state);
  } finally {
    accounts.close();
  }
}

/** The same for what decides who gets in, which the audit keeps. */
export function actOnAccounts<T>(
  dir: string,
  clock: Clock,
  { act, name }: { readonly act: string; readonly name: string },
  work: (accounts: Accounts, state: StateDir) => T,
): Promise<T> {
  return withAccounts(dir, clock, (accounts, state) => {
    const end = beginAct(state, clock, { actor: machineActor(), channel: 'command line', act, object: name });
    try {
      const result = work(accounts, state);
      end({ outcome: 'done' });
      return result;
    } catch (error) {
      end({ outcome: error instanceof UserError ? 'refused' : 'failed' });
      throw error;
    }
  });
}

export interface SignInLink {
  readonly url: string;
  readonly until: string;
  /** Whether the address is that of a portal which was named or runs, or only the usual one. */
  readonly isSure: boolean;
}

/** The link that a token lets somebody in by. What stands behind # stays in the browser, and out of every log. */
export async function signInLink(
  state: StateDir,
  portal: string | undefined,
  { token, until }: { readonly token: string; readonly until: string },
): Promise<SignInLink> {
  const running = portal ?? (await runningPortal(state));
  const base = running ?? 'http://localhost:4600';
  return { url: `${new URL(base).origin}/sign-in#${token}`, until, isSure: running !== null };
}

async function runningPortal(state: StateDir): Promise<string | null> {
  const found = await handOver(state, { command: 'status', args: {} }, () => {});
  return found ? (found.result as Status).portal : null;
}

/** @throws UserError for what is no address of a portal */
export function checkPortal(portal: string | undefined): void {
  if (portal === undefined || /^https?:$/.test(URL.parse(portal)?.protocol ?? '')) return;
  throw new UserError(`"${portal}" is no address of a portal`, {
    exitCode: 2,
    hint: 'Name it as browsers do: https://aljibe.school.example.',
  });
}
