import { withAccounts } from '../../accounts.ts';
import type { Args, Io } from '../../command.ts';
import { paperOf, tableText } from '../../output/table.ts';
import { write, writeJson } from '../../output/write.ts';

export default async function list({ dir, json }: Args<'user list'>, { stdout, stderr, clock }: Io) {
  const found = await withAccounts(dir, clock, (accounts) => accounts.list());
  if (json) {
    await writeJson(stdout, found);
    return undefined;
  }
  if (found.length === 0) {
    stderr.write('there are no accounts: on this machine the portal is open to everybody\n');
    return undefined;
  }
  const rows = found.map(({ name, role, schools, seenAt, sessions, linkUntil }) => [
    name,
    role,
    schools.join(', '),
    seenAt ?? 'never',
    String(sessions),
    linkUntil ?? '',
  ]);
  const columns = [
    { title: 'account' },
    { title: 'role' },
    { title: 'schools' },
    { title: 'last seen' },
    { title: 'sessions', right: true },
    { title: 'link until' },
  ];
  await write(stdout, tableText(columns, rows, paperOf(stdout)));
  return undefined;
}
