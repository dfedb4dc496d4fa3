import { persons } from '../../../datasets/columns.ts';
import { roleNames, roles } from '../../../lake/governance/roles.ts';
import type { Args, Io } from '../../command.ts';
import { paperOf, tableText } from '../../output/table.ts';
import { write, writeJson } from '../../output/write.ts';

export default async function list({ json }: Args<'access list'>, { stdout }: Io): Promise<undefined> {
  if (json)
    return writeJson(
      stdout,
      roleNames.map((name) => ({ name, ...roles[name] })),
    );
  return write(
    stdout,
    tableText(
      [
        { title: 'role' },
        { title: 'rows' },
        ...persons.map((person) => ({ title: `of a ${person}` })),
        { title: 'raw zone' },
      ],
      roleNames.map((name) => {
        const { rows, sees, raw } = roles[name];
        return [
          name,
          rows,
          ...persons.map((person) => sees[person].join(', ') || 'nothing'),
          raw ? 'yes' : 'no',
        ];
      }),
      paperOf(stdout),
    ),
  );
}
