import { actOnAccounts, checkPortal, signInLink } from '../../accounts.ts';
import type { Args, Io } from '../../command.ts';
import { writeLink } from '../../output/link.ts';

export default async function link(args: Args<'user link'>, io: Io): Promise<undefined> {
  const { name, portal, dir, json } = args;
  checkPortal(portal);
  const made = await actOnAccounts(dir, io.clock, { act: 'user link', name }, (accounts, state) => ({
    state,
    link: accounts.link(name),
  }));
  await writeLink(name, await signInLink(made.state, portal, made.link), { json, io });
}
