import { actOnAccounts } from '../../accounts.ts';
import type { Args, Io } from '../../command.ts';

export default async function remove({ name, dir }: Args<'user remove'>, io: Io): Promise<undefined> {
  const isLast = await actOnAccounts(dir, io.clock, { act: 'user remove', name }, (accounts) => {
    accounts.remove(name);
    return accounts.isEmpty();
  });
  if (isLast)
    io.stderr.write('that was the last account: on this machine the portal is open to everybody again\n');
}
