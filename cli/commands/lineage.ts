import { openLineageEvents } from '../../analytics/lineage/openLineage.ts';
import { originsOf } from '../../analytics/lineage/trace.ts';
import { instantText } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import { platformLineage } from '../../runtime/lineage.ts';
import type { Args, Io } from '../command.ts';
import { originsText } from '../output/lineage.ts';
import { write, writeJson } from '../output/write.ts';

export default async function lineage(
  { column, openlineage, json }: Args<'lineage'>,
  { stdout, clock }: Io,
): Promise<undefined> {
  const graph = platformLineage();
  if (openlineage) {
    const events = openLineageEvents(graph, instantText(clock.now()));
    return write(stdout, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  }
  if (column === undefined) {
    if (json) return writeJson(stdout, graph);
    throw new UserError('COLUMN is missing', {
      exitCode: 2,
      hint: 'Name one, as in marts.chronic_absence.student_id; --json prints the whole graph.',
    });
  }
  const origins = originsOf(graph, column);
  return json ? writeJson(stdout, origins) : write(stdout, originsText(origins));
}
