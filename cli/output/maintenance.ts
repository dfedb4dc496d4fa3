import type { MaintenanceTask } from '../../lake/maintenance/plan.ts';
import type { MaintenanceResult } from '../../lake/maintenance/run.ts';
import type { MaintenancePlan, MaintenanceReport } from '../../runtime/maintenance.ts';
import { type Paper, tableText } from './table.ts';
import { counted } from './text.ts';

/** What maintenance would do, or what it did. */
export function maintenanceText(answer: MaintenancePlan | MaintenanceReport, paper: Paper): string {
  if ('tasks' in answer) {
    const bus = `${counted(answer.trimmable, 'event')} may leave the bus\n`;
    return listText(
      answer.tasks.map((task) => [...placeOf(task), intended(task)]),
      bus,
      paper,
    );
  }
  const bus = `${counted(answer.trimmed, 'event')} left the bus\n`;
  return listText(
    answer.results.map((result) => [
      ...placeOf(result.task),
      done(result) || 'somebody else was there first',
    ]),
    bus,
    paper,
  );
}

function listText(rows: readonly string[][], bus: string, paper: Paper): string {
  const titles = ['task', 'of', 'what'].map((title) => ({ title }));
  return rows.length === 0 ? `the lake is tidy\n${bus}` : `${tableText(titles, rows, paper)}\n${bus}`;
}

function placeOf(task: MaintenanceTask): string[] {
  const zone = task.kind === 'merge-raw' ? 'raw' : task.kind === 'trim-tombstones' ? 'tombstones' : task.zone;
  return [task.kind, [zone, task.dataset].filter((part) => part !== null).join('.')];
}

function intended(task: MaintenanceTask): string {
  switch (task.kind) {
    case 'merge-raw':
      return `${counted(task.files.length, 'file')} of ${task.hour} into one`;
    case 'compact':
      return `${counted(task.files.length, 'small file')} into fewer`;
    case 'trim-tombstones':
      return `deletes before ${task.before}`;
    case 'expire':
      return `${counted(task.snapshots, 'snapshot')} before ${task.before}`;
    case 'remove':
      return counted(task.paths.length, 'orphan file');
  }
}

function done(result: MaintenanceResult): string {
  const { filesWritten, filesReplaced, filesDeleted, snapshotsExpired, tombstonesTrimmed } = result;
  return [
    filesReplaced > 0 && `${counted(filesReplaced, 'file')} written anew as ${filesWritten}`,
    snapshotsExpired > 0 && `${counted(snapshotsExpired, 'snapshot')} expired`,
    tombstonesTrimmed > 0 && `${counted(tombstonesTrimmed, 'delete')} forgotten`,
    filesDeleted > 0 && `${counted(filesDeleted, 'file')} deleted`,
  ]
    .filter(Boolean)
    .join(', ');
}
