import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Named } from './bench.ts';
import { chartOf } from './chart.ts';
import { cells, headings, machine } from './present.ts';

const docs = join(import.meta.dirname, '../../docs');

/**
 * Keeps figures in docs/performance.json, and from there the table of docs/performance.md and its chart. Figures of
 * benches that did not run this time stay.
 * @param order of the benches
 */
export async function save(figures: readonly Named[], order: readonly string[]): Promise<void> {
  const path = join(docs, 'performance.json');
  const before = existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Named[]) : [];
  const ran = new Set(figures.map(({ bench }) => bench));
  const all = [...before.filter(({ bench }) => !ran.has(bench)), ...figures];
  all.sort((a, b) => order.indexOf(a.bench) - order.indexOf(b.bench));
  await writeFile(path, `${JSON.stringify(all, null, 2)}\n`);
  await writeFile(join(docs, 'performance.svg'), chartOf(all));
  const page = join(docs, 'performance.md');
  await writeFile(page, withTable(await readFile(page, 'utf8'), `${machine()}.\n\n${tableOf(all)}`));
}

const [begin, end] = ['<!-- measured -->', '<!-- /measured -->'];

/** A page whose part between the marks is this. */
function withTable(page: string, table: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no place between ${begin} and ${end}`);
  return `${page.slice(0, from + begin.length)}\n${table}\n${page.slice(to)}`;
}

function tableOf(figures: readonly Named[]): string {
  const rule = headings.map(({ right }) => (right ? '---:' : '---'));
  const lines = [headings.map(({ title }) => title), rule, ...figures.map(cells)];
  return lines.map((line) => `| ${line.map(textOf).join(' | ')} |`).join('\n');
}

const textOf = (cell: string | { readonly text: string }) => (typeof cell === 'string' ? cell : cell.text);
