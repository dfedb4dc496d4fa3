import { viewerOf } from '../../../lake/governance/roles.ts';
import { actOnAccounts, checkPortal, signInLink } from '../../accounts.ts';
import type { Args, Io } from '../../command.ts';
import { writeLink } from '../../output/link.ts';

export default async function add(args: Args<'user add'>, io: Io): Promise<undefined> {
  const { name, role, school, portal, dir, json } = args;
  checkPortal(portal);
  const viewer = viewerOf(role, school);
  const made = await actOnAccounts(dir, io.clock, { act: 'user add', name }, (accounts, state) => {
    accounts.add({ name, ...viewer });
    return { state, link: accounts.link(name) };
  });
  await writeLink(name, await signInLink(made.state, portal, made.link), { json, io });
}
