import { heldWords } from '../../lake/curation/held.ts';
import type { DatasetStatus, SinkStatus, SourceStatus, Status } from '../../runtime/status.ts';
import { type Cell, type Paper, tableText } from './table.ts';
import { cut, grouped, pad } from './text.ts';

const sinkNames: Readonly<Record<string, string>> = { raw: 'raw zone', curate: 'lake', query: 'search' };

/** The parts of the platform with what each is doing: a line each. */
export function partsText({ source, sinks }: Pick<Status, 'source' | 'sinks'>, paper: Paper): string {
  return tableText(
    [
      { title: 'part' },
      { title: 'state' },
      { title: 'behind', right: true },
      { title: 'waiting', right: true },
    ],
    [
      ...(source ? [['monolith', sourceState(source), '', lagText(source.lagMs)]] : []),
      ...sinks.map((sink) => [
        sinkNames[sink.name] ?? sink.name,
        sinkState(sink),
        sink.behind === 0 ? '' : grouped(sink.behind),
        sink.behind === 0 ? '' : durationText(sink.waitedMs),
      ]),
    ],
    paper,
  );
}

/** Rows of every dataset, as the ledger and the lake hold them. */
export function datasetsText(datasets: readonly DatasetStatus[], paper: Paper): string {
  return tableText(
    [
      { title: 'dataset' },
      { title: 'rows', right: true },
      { title: 'in the lake', right: true },
      { title: 'quarantined', right: true },
      { title: '' },
    ],
    datasets.map(({ dataset, rows, curated, quarantined, held }) => [
      dataset,
      grouped(rows),
      curated === rows ? grouped(curated) : { text: grouped(curated), style: 'yellow' },
      quarantined === 0 ? '' : { text: grouped(quarantined), style: 'red' },
      held ? { text: `held ${heldWords[held]}`, style: 'yellow' } : '',
    ]),
    paper,
  );
}

const entryWidth = 38;

/** The same in little room: as many datasets beside each other as the terminal is wide. */
export function datasetLines(datasets: readonly DatasetStatus[], columns: number): string[] {
  const perLine = Math.max(1, Math.floor((columns + 2) / (entryWidth + 2)));
  const height = Math.ceil(datasets.length / perLine);
  return Array.from({ length: height }, (_, line) =>
    Array.from({ length: perLine }, (_, column) => datasets[column * height + line])
      .map((dataset) => (dataset ? datasetEntry(dataset) : ''))
      .join('  ')
      .trimEnd(),
  );
}

function datasetEntry({ dataset, rows, curated, held }: DatasetStatus): string {
  const missing = rows - curated;
  const mark = held
    ? 'held'
    : missing === 0
      ? '✓'
      : `${missing > 0 ? '+' : '-'}${grouped(Math.abs(missing))}`;
  return `${pad(cut(dataset, 20), 20, false)}${pad(grouped(rows), 10, true)} ${pad(mark, 7, false)}`;
}

/** One line for logs. */
export function statusLine({ source, sinks, datasets }: Status): string {
  const rows = datasets.reduce((sum, dataset) => sum + dataset.rows, 0);
  const behind = sinks.filter((sink) => sink.behind > 0);
  return [
    source ? `monolith ${sourceState(source)}` : null,
    `${grouped(rows)} rows`,
    behind.length === 0
      ? 'lake and search up to date'
      : behind.map(({ name, behind }) => `${sinkNames[name] ?? name} ${grouped(behind)} behind`).join(', '),
  ]
    .filter((part) => part !== null)
    .join('; ');
}

function sourceState({ state, copy, accepted }: SourceStatus): string {
  if (state !== 'copying' || !copy) return `${state}, ${grouped(accepted)} changes`;
  return `copying, ${grouped(copy.rows)} of about ${grouped(copy.estimated)} rows`;
}

function sinkState({ behind, failure }: SinkStatus): Cell {
  if (failure) return { text: `failing: ${failure}`, style: 'red' };
  return behind === 0 ? { text: 'up to date', style: 'green' } : 'working';
}

const lagText = (lagMs: number | null) => (lagMs === null ? '' : durationText(lagMs));

/** `340 ms`, `4.2 s`, `3 min 5 s`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`;
}
