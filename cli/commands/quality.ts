import { duckdbEngine } from '../../analytics/engine/duckdb.ts';
import { type Measured, measure } from '../../analytics/quality/measure.ts';
import { planQuality } from '../../analytics/quality/plan.ts';
import { catalog, contractOf } from '../../datasets/catalog.ts';
import type { Contract } from '../../datasets/contract.ts';
import type { Args, Io } from '../command.ts';
import { lakeOf } from '../lake.ts';
import { statementRows, writeAnswer } from '../output/answer.ts';
import { progressLine } from '../output/progress.ts';
import { paperOf, tableText } from '../output/table.ts';
import { counted } from '../output/text.ts';
import { write, writeJson } from '../output/write.ts';

export default async function quality(args: Args<'quality'>, io: Io): Promise<number> {
  const datasets = args.dataset?.length ? args.dataset.map(contractOf) : Object.values(catalog);
  return args.history ? printHistory(datasets, args, io) : measureNow(datasets, args, io);
}

async function measureNow(datasets: readonly Contract[], args: Args<'quality'>, io: Io): Promise<number> {
  const { stdout, stderr, clock, signal } = io;
  const plan = planQuality(catalog, datasets);
  const engine = duckdbEngine(lakeOf(args.dir));
  const line = progressLine(stderr, clock);
  const measured: Measured[] = [];
  try {
    for (const [done, each] of plan.entries()) {
      line.show({ step: `${each.contract.name}: ${each.rule.name}`, done, total: plan.length });
      measured.push(await measure(engine, each, { signal }));
    }
  } finally {
    line.clear();
  }
  const told = args.broken ? measured.filter(({ isKept }) => !isKept) : measured;
  if (args.json) await writeJson(stdout, told);
  else if (told.length > 0) await write(stdout, tableOf(told, stdout));
  const errors = measured.filter(({ isKept, severity }) => !isKept && severity !== 'warning').length;
  const warnings = measured.filter(({ isKept, severity }) => !isKept && severity === 'warning').length;
  stderr.write(
    `${counted(measured.length, 'rule')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}\n`,
  );
  return errors > 0 ? 1 : 0;
}

async function printHistory(
  datasets: readonly Contract[],
  args: Args<'quality'>,
  { stdout, stderr, signal }: Io,
): Promise<number> {
  const answer = await duckdbEngine(lakeOf(args.dir)).run(historySql(datasets, args.broken), { signal });
  try {
    const rows = await writeAnswer(statementRows(answer), args.json ? 'json' : 'table', stdout);
    if (!args.json) stderr.write(`${counted(rows ?? 0, 'result')}\n`);
  } finally {
    await answer.close();
  }
  return 0;
}

function historySql(datasets: readonly Contract[], isBroken: boolean): string {
  const names = datasets.map(({ name }) => `'${name}'`);
  return `SELECT measured_at, dataset, rule, severity, row_count, broken, is_kept
    FROM quality_results
    WHERE dataset IN (${names.join(', ')})${isBroken ? ' AND NOT is_kept' : ''}
    ORDER BY measured_at DESC, dataset, rule`;
}

function tableOf(measured: readonly Measured[], stdout: Io['stdout']): string {
  return tableText(
    [
      { title: 'dataset' },
      { title: 'rule' },
      { title: 'severity' },
      { title: 'rows', right: true },
      { title: 'broken', right: true },
      { title: '' },
    ],
    measured.map(({ dataset, rule, severity, rows, broken, isKept }) => [
      dataset,
      rule,
      severity,
      String(rows),
      String(broken),
      isKept ? 'kept' : 'broken',
    ]),
    paperOf(stdout),
  );
}
