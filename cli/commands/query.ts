import { duckdbEngine } from '../../analytics/engine/duckdb.ts';
import type { SqlEngine } from '../../analytics/engine/engine.ts';
import type { Clock } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import type { Viewer } from '../../lake/governance/roles.ts';
import { parseMoment } from '../../lake/sql/moments.ts';
import type { Args, Io } from '../command.ts';
import { lakeOf } from '../lake.ts';
import { refuseTerminal, statementRows, writeAnswer } from '../output/answer.ts';
import { costText } from '../output/cost.ts';
import { counted } from '../output/text.ts';
import { engineAs, viewerIn } from '../viewer.ts';

export default async function query(
  args: Args<'query'>,
  { stdout, stderr, signal, clock }: Io,
): Promise<undefined> {
  const format = args.json ? 'json' : args.format;
  if (format === 'arrow') refuseTerminal(format, stdout);
  const at = args.at === undefined ? undefined : parseMoment(args.at);
  const engine = await engineOf(args, clock);
  const answer = await engine.run(args.sql, { at, signal });
  try {
    const rows = await writeAnswer(statementRows(answer), format, stdout);
    if (format === 'table' && rows !== null) stderr.write(`${counted(rows, 'row')}\n`);
    const cost = answer.cost();
    if (cost) stderr.write(`${costText(cost)}\n`);
  } finally {
    await answer.close();
  }
}

async function engineOf(args: Args<'query'>, clock: Clock): Promise<SqlEngine> {
  const { engine, dir, workgroup, database, reuse } = args;
  const viewer = viewerIn(args);
  if (viewer) return engineOfRole(viewer, args, clock);
  if (engine === 'duckdb') return duckdbEngine(lakeOf(dir));
  // Loaded only when it is asked for: the SDK of AWS is large.
  const { athenaEngine } = await import('../../analytics/engine/athena.ts');
  return athenaEngine({ workgroup, database, reuseMinutes: reuse });
}

function engineOfRole(viewer: Viewer, { engine, dir }: Args<'query'>, clock: Clock): Promise<SqlEngine> {
  if (engine !== 'duckdb') {
    throw new UserError('--as is for this machine: in Athena, whoever is signed in has a role', {
      exitCode: 2,
      hint: 'Leave --as or --engine out.',
    });
  }
  return engineAs(viewer, dir, clock);
}
