import { styleText } from 'node:util';
import { cut, pad, printable, widthOf, wrapped } from './text.ts';

type Style = Parameters<typeof styleText>[0];

export interface Heading {
  readonly title: string;
  /** Numbers stand to the right. */
  readonly right?: boolean;
}

/** A cell's text, with a style where it should stand out. */
export type Cell = string | { readonly text: string; readonly style: Style };

export interface Paper {
  /** Columns of the terminal; infinite where the output is not for a terminal. */
  readonly width: number;
  readonly stream: NodeJS.WritableStream;
}

const gap = 2;
const narrowest = 12;
/** Up to where a column is filled with spaces where nothing is cut: one long text must not widen every line. */
const widestFill = 60;

/** What a stream can show. */
export function paperOf(stream: NodeJS.WritableStream): Paper {
  const { isTTY = false, columns = 80 } = stream as Partial<NodeJS.WriteStream>;
  return { width: isTTY ? columns : Number.POSITIVE_INFINITY, stream };
}

/**
 * Rows as lines with aligned columns. Where they are too wide for the paper, the widest columns are cut; where
 * even narrow columns do not fit, each row becomes a block of its own with one line a column.
 */
export function tableText(headings: readonly Heading[], rows: readonly Row[], paper: Paper): string {
  return tableLayout(headings, rows, paper)(rows, true);
}

type Row = readonly Cell[];

/**
 * The layout that fits these rows, to print more rows with than these: their columns stand under the same headings
 * as far as they are no wider.
 */
export function tableLayout(
  headings: readonly Heading[],
  rows: readonly Row[],
  paper: Paper,
): (rows: readonly Row[], isFirst: boolean) => string {
  const natural = headings.map(({ title }, at) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(textOf(row[at] ?? ''))), widthOf(title)),
  );
  const widths = Number.isFinite(paper.width)
    ? fitted(natural, paper.width - gap * (headings.length - 1))
    : natural.map((width) => Math.min(width, widestFill));
  const head = headings.map(({ title }) => ({ text: title, style: 'bold' }) as const);
  return widths
    ? (more, isFirst) =>
        [...(isFirst ? [head] : []), ...more].map((row) => line(headings, row, widths, paper)).join('')
    : (more, isFirst) => (isFirst ? '' : '\n') + blocks(headings, more, paper);
}

function line(headings: readonly Heading[], row: Row, widths: readonly number[], paper: Paper): string {
  const cells = headings.map(({ right }, at) => {
    const cell = row[at] ?? '';
    const width = widths[at] ?? 0;
    const text = Number.isFinite(paper.width) ? cut(textOf(cell), width) : textOf(cell);
    return styled(cell, pad(text, width, right ?? false), paper);
  });
  return `${cells.join(' '.repeat(gap)).trimEnd()}\n`;
}

function blocks(headings: readonly Heading[], rows: readonly Row[], paper: Paper): string {
  return rows
    .map((row) =>
      fieldsText(
        headings.map(({ title }, at) => [title, row[at] ?? '']),
        paper,
      ),
    )
    .join('\n');
}

/** One thing with its properties: a line each, the values under each other. */
export function fieldsText(fields: readonly (readonly [string, Cell])[], paper: Paper): string {
  const left = Math.max(0, ...fields.map(([title]) => widthOf(title)));
  return fields
    .map(([title, cell]) => {
      const value = cut(textOf(cell), Math.max(narrowest, paper.width - left - gap));
      const name = styleText('bold', pad(title, left, false), { stream: paper.stream });
      return `${`${name}${' '.repeat(gap)}${styled(cell, value, paper)}`.trimEnd()}\n`;
    })
    .join('');
}

/** Terms, each with paragraphs that explain it, wrapped to the paper. */
export function termsText(terms: readonly (readonly [string, readonly string[]])[], paper: Paper): string {
  const left = Math.max(0, ...terms.map(([term]) => widthOf(term))) + gap;
  const room = Math.max(narrowest, paper.width - left);
  return terms
    .map(([term, paragraphs]) => {
      const [first = '', ...more] = paragraphs.flatMap((paragraph) => wrapped(printable(paragraph), room));
      const name = styleText('bold', pad(term, left, false), { stream: paper.stream });
      return [`${name}${first}`, ...more.map((line) => ' '.repeat(left) + line)]
        .map((line) => `${line}\n`)
        .join('');
    })
    .join('');
}

/** The widths that fit into `room`, the widest cut first; null when that would leave too little of them. */
function fitted(natural: readonly number[], room: number): readonly number[] | null {
  const total = (most: number) => natural.reduce((sum, width) => sum + Math.min(width, most), 0);
  let most = Math.max(narrowest, ...natural);
  if (total(narrowest) > room) return null;
  while (total(most) > room) most--;
  return natural.map((width) => Math.min(width, most));
}

const textOf = (cell: Cell): string => printable(typeof cell === 'string' ? cell : cell.text);

function styled(cell: Cell, text: string, { stream }: Paper): string {
  return typeof cell === 'string' ? text : styleText(cell.style, text, { stream });
}
