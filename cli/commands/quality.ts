import { duckdbEngine } from '../../analytics/engine/duckdb.ts';
import { type Measured, measure, planQuality } from '../../analytics/quality/measure.ts';
import { catalog, contractOf } from '../../datasets/catalog.ts';
import type { Args, Io } from '../command.ts';
import { lakeOf } from '../lake.ts';
import { progressLine } from '../output/progress.ts';
import { paperOf, tableText } from '../output/table.ts';
import { counted } from '../output/text.ts';
import { write, writeJson } from '../output/write.ts';

export default async function quality(args: Args<'quality'>, io: Io): Promise<number> {
  const { stdout, stderr, clock, signal } = io;
  const datasets = args.dataset?.length ? args.dataset.map(contractOf) : Object.values(catalog);
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
  const errors = measured.filter(({ isKept, severity }) => !isKept && severity === 'error').length;
  const warnings = measured.filter(({ isKept, severity }) => !isKept && severity === 'warning').length;
  stderr.write(
    `${counted(measured.length, 'rule')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}\n`,
  );
  return errors > 0 ? 1 : 0;
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
