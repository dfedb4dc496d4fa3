import { cpus, loadavg, totalmem } from 'node:os';
import type { Cell } from '../../cli/output/table.ts';
import { type Figure, keepsBar, type Named, ratioOf } from './bench.ts';

export const headings = [
  { title: 'bench' },
  { title: 'figure' },
  { title: 'measured', right: true },
  { title: 'peer' },
  { title: 'its figure', right: true },
  { title: 'ratio', right: true },
  { title: 'bar' },
  { title: 'kept' },
];

/** A figure as the line of a table. */
export function cells(figure: Named): Cell[] {
  const { bench, what, value, unit, peer, bar } = figure;
  const kept = keepsBar(figure);
  return [
    bench,
    what,
    amount(value, unit),
    peer?.what ?? '',
    peer ? amount(peer.value, unit) : '',
    ratioOf(figure)?.toFixed(2) ?? '',
    bar ? limit(bar) : '',
    kept === null ? '' : kept ? { text: 'yes', style: 'green' } : { text: 'NO', style: 'red' },
  ];
}

const limit = (bar: NonNullable<Figure['bar']>) =>
  'atMost' in bar
    ? `at most ${bar.atMost.toLocaleString('en')}`
    : `at least ${bar.atLeast.toLocaleString('en')}`;

function amount(value: number, unit: Figure['unit']): string {
  const digits = value >= 1000 ? 0 : value >= 10 ? 1 : 3;
  return `${value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
}

// Taken before the first bench adds to it.
const load = loadavg()[0] ?? 0;

/** What it was measured on, and how busy that was with other things. */
export function machine(): string {
  const [{ model } = { model: '' }, ...others] = cpus();
  const cores = `${others.length + 1} cores${model ? ` of ${model.trim()}` : ''}`;
  return `${cores}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}; load ${load.toFixed(1)} before`;
}
