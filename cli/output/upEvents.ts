import type { FeederEvent } from '../../ingestion/postgres/report.ts';
import type { UpEvent } from '../../runtime/up.ts';
import { durationText } from './status.ts';
import { grouped } from './text.ts';

/** What people are told of an event in one line; null for what only the view shows. */
export function noteOf(event: UpEvent): string | null {
  switch (event.kind) {
    case 'seeded':
      return seededNote(event.seeded);
    case 'feeder':
      return feederNote(event.event);
    case 'failed':
      return `${event.stage} failed and will try again: ${event.error.message}`;
    case 'ready':
      return `ready${event.portal ? `: the portal is at ${event.portal}` : ''}; Ctrl-C stops`;
    case 'step':
    case 'status':
      return null;
  }
}

function seededNote(seeded: Extract<UpEvent, { kind: 'seeded' }>['seeded']): string | null {
  switch (seeded.kind) {
    case 'kept':
      return null;
    case 'generated':
      return `a made-up school of ${grouped(seeded.rows)} rows is in the monolith`;
    case 'loaded': {
      const { skipped, mended } = seeded.report;
      const counts = `${grouped(skipped.length)} rows left out, ${grouped(mended.length)} repaired`;
      return `the bundle is in the monolith as ${grouped(seeded.rows)} rows; ${counts}`;
    }
  }
}

function feederNote(event: FeederEvent): string {
  switch (event.kind) {
    case 'copied':
      return `copied ${event.table}: ${grouped(event.rows)} rows`;
    case 'swept':
      return `removed ${grouped(event.removed)} ${event.dataset} that the monolith no longer has`;
    case 'disconnected':
      return `no connection to the monolith (${event.reason}), trying again in ${durationText(event.waitMs)}`;
    case 'following':
      return 'following the monolith';
    case 'table gone':
      return `${event.table} is gone from the monolith: ${event.todo}`;
    case 'drift':
      return `${event.table}.${event.column} was ${event.change} in the monolith: ${event.todo}`;
  }
}
