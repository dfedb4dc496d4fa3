import * as Plot from '@observablehq/plot';
import type { Bar, HeatMap, Line } from '../../../../analytics/dashboards/definition.ts';
import { valuesOf } from '../../../../analytics/dashboards/sql.ts';
import { palette } from '../charts/palette.ts';
import type { Language } from '../words/words.ts';
import { type Cell, cellsOf, type Mark, marksOf } from './marks.ts';
import { type Row, writer } from './writing.ts';

const fontSize = '13px';
const characterWidth = 7;
const longestLabel = 22;
const legendRow = 18;

/**
 * Levels in their order, the worst first, with colours that people tell apart who see no difference between red and
 * green: crimson, orange, blue, teal.
 */
const levels: Readonly<Record<string, string>> = {
  red: 'var(--chart-2)',
  yellow: 'var(--chart-5)',
  green: 'var(--chart-3)',
  '0-80': 'var(--chart-2)',
  '80-90': 'var(--chart-5)',
  '90-95': 'var(--chart-1)',
  '95-100': 'var(--chart-3)',
  very_serious: 'var(--chart-2)',
  serious: 'var(--chart-5)',
  minor: 'var(--chart-1)',
};
/** Lines differ in more than their colour. */
const dashes = ['none', '8 4', '2 3', '10 3 2 3', '1 6'];

interface Spoken {
  readonly language: Language;
  /** What stands for a missing name. */
  readonly none: string;
}

/** A chart as Observable Plot takes it. What must be legible, such as the ticks of an axis, follows its width. */
export function plotOf(
  visual: Bar | Line | HeatMap,
  rows: readonly Row[],
  said: Spoken,
  width: number,
): Plot.PlotOptions {
  if (visual.kind === 'heat map') return heatMap(visual, rows, said, width);
  const marks = marksOf(visual, rows, said.language, said.none);
  return visual.kind === 'line' ? lines(visual, marks, said, width) : bars(visual, marks, said, width);
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
const cut = (label: unknown, most = longestLabel) => {
  const text = String(label);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
};
const roomFor = (labels: readonly unknown[], width: number) =>
  Math.min(width * 0.45, 16 + characterWidth * Math.max(4, ...labels.map((label) => cut(label).length)));
/** A label as far as a margin has room for it. */
const cutInto = (margin: number) => (label: unknown) =>
  cut(label, Math.min(longestLabel, Math.floor((margin - 16) / characterWidth)));
/** As many ticks as fit beside each other. */
const ticksIn = (width: number, tickWidth: number) => Math.max(2, Math.min(6, Math.floor(width / tickWidth)));

function valueAxis(visual: Bar | Line, language: Language, ticks: number): Plot.ScaleOptions {
  const [value] = valuesOf(visual);
  const write = value ? writer(value.format, language) : String;
  return { grid: true, label: null, nice: true, ticks, tickFormat: (tick: number) => write(tick) };
}

/** Names of series in the order of their levels, where they are levels; else as they come. */
function seriesOf(visual: Bar | Line, marks: readonly Mark[]): string[] {
  const order = Object.keys(levels);
  const rank = ({ row }: Mark) => (visual.split ? order.indexOf(String(row[visual.split.column])) : -1);
  return distinct([...marks].sort((a, b) => rank(a) - rank(b)).map(({ series }) => series));
}

function bars(visual: Bar, marks: readonly Mark[], { language }: Spoken, width: number): Plot.PlotOptions {
  const series = seriesOf(visual, marks);
  const categories = distinct(marks.map(({ category }) => category));
  const labels = new Map(marks.map(({ category, label }) => [category, label]));
  const isClustered = visual.kind === 'bar' && series.length > 1;
  const legend = legendOf(visual, marks, series);
  const marginLeft = roomFor([...labels.values()], width);
  const tickFormat = (category: string | Date) => cutInto(marginLeft)(labels.get(category));
  const common = { title: 'text', tip: true, fill: colours(visual, marks, series) } as const;
  const thickness = isClustered ? 14 * series.length + 8 : 24;
  const shape: Plot.PlotOptions = {
    style: { fontSize },
    marginLeft,
    marginRight: 24,
    marginTop: legend.height + 8,
    height: legend.height + 8 + 36 + Math.max(3, categories.length) * thickness,
    x: valueAxis(visual, language, ticksIn(width - marginLeft, 64)),
  };
  if (isClustered) {
    return {
      ...shape,
      y: { axis: null, domain: series },
      fy: { label: null, domain: categories, tickFormat, axis: 'left', padding: 0.15 },
      marks: [
        Plot.barX([...marks], { x: 'value', y: 'series', fy: 'category', ...common }),
        Plot.ruleX([0]),
        ...legend.marks,
      ],
    };
  }
  return {
    ...shape,
    y: { label: null, domain: categories, tickFormat, tickSize: 0 },
    marks: [
      Plot.barX([...marks], { x: 'value', y: 'category', order: series, z: 'series', ...common }),
      Plot.ruleX([0]),
      ...legend.marks,
    ],
  };
}

function lines(visual: Line, marks: readonly Mark[], { language }: Spoken, width: number): Plot.PlotOptions {
  const series = seriesOf(visual, marks);
  const legend = legendOf(visual, marks, series);
  const isTime = marks.every(({ category }) => category instanceof Date);
  const x = isTime ? 'category' : 'label';
  const tick = new Intl.DateTimeFormat(language, { timeZone: 'UTC', month: 'short', year: '2-digit' });
  return {
    style: { fontSize },
    marginLeft: 56,
    marginRight: 24,
    marginTop: legend.height + 12,
    height: legend.height + 260,
    x: isTime
      ? {
          label: null,
          type: 'utc',
          ticks: ticksIn(width, 90),
          tickFormat: (date: Date) => tick.format(date),
        }
      : { label: null, type: 'point', domain: distinct(marks.map(({ label }) => label)) },
    y: valueAxis(visual, language, 5),
    marks: [
      ...series.map((name, index) =>
        Plot.lineY(
          marks.filter((mark) => mark.series === name),
          {
            x,
            y: 'value',
            stroke: colourOf(visual, marks, series, name),
            strokeWidth: 2,
            strokeDasharray: dashes[index % dashes.length] ?? 'none',
          },
        ),
      ),
      Plot.dot([...marks], { x, y: 'value', fill: colours(visual, marks, series), r: 2.5 }),
      Plot.tip([...marks], Plot.pointer({ x, y: 'value', title: 'text' })),
      ...legend.marks,
    ],
  };
}

function heatMap(
  visual: HeatMap,
  rows: readonly Row[],
  { language, none }: Spoken,
  width: number,
): Plot.PlotOptions {
  const cells = cellsOf(visual, rows, language, none);
  const columns = orderOf(cells, visual.columns.column);
  const labels = distinct(cells.map(({ rowLabel }) => rowLabel));
  const values = cells.map(({ value }) => value);
  const high = Math.max(...values);
  const low = Math.min(...values, high - Math.abs(high) / 1000 - Number.EPSILON);
  const marginLeft = roomFor(labels, width);
  const room = (width - marginLeft) / Math.max(1, columns.length);
  const isTight = Math.max(...columns.map((label) => cut(label).length)) * characterWidth > room;
  const isDark = (value: number) => value - low > (high - low) * 0.55;
  return {
    style: { fontSize },
    marginLeft,
    marginBottom: isTight ? 72 : 36,
    height: (isTight ? 96 : 60) + Math.max(3, labels.length) * 26,
    padding: 0.04,
    color: { type: 'linear', scheme: 'blues', domain: [low, high] },
    x: {
      label: null,
      domain: columns,
      tickRotate: isTight ? -40 : 0,
      tickFormat: (label: string) => cut(label),
      tickSize: 0,
    },
    y: { label: null, domain: labels, tickFormat: cutInto(marginLeft), tickSize: 0 },
    marks: [
      Plot.cell(cells, { x: 'columnLabel', y: 'rowLabel', fill: 'value', title: 'text', tip: true }),
      ...(room > 40
        ? [
            Plot.text(cells, {
              x: 'columnLabel',
              y: 'rowLabel',
              text: 'written',
              fontSize: 11,
              fill: ({ value }: { readonly value: number }) => (isDark(value) ? 'white' : '#0f141a'),
            }),
          ]
        : []),
    ],
  };
}

/** Rows come by row first, so that a column which the first row lacks would stand last: they are put in order here. */
function orderOf(cells: readonly Cell[], column: string): string[] {
  const byValue = (a: Cell, b: Cell) => {
    const [one, other] = [a.row[column], b.row[column]];
    return typeof one === 'number' && typeof other === 'number'
      ? one - other
      : a.columnLabel.localeCompare(b.columnLabel);
  };
  return distinct([...cells].sort(byValue).map(({ columnLabel }) => columnLabel));
}

/** The names of several series, one under the other above the frame: part of the picture when it is saved. */
function legendOf(visual: Bar | Line, marks: readonly Mark[], series: readonly string[]) {
  if (series.length < 2) return { height: 0, marks: [] };
  const height = series.length * legendRow;
  const entries = series.flatMap((name, index) => {
    const dy = index * legendRow - height;
    const fill = colourOf(visual, marks, series, name);
    return [
      Plot.text(['■'], { facet: 'super', frameAnchor: 'top-left', dx: 2, dy, fill, fontSize: 15 }),
      Plot.text([name], { facet: 'super', frameAnchor: 'top-left', dx: 20, dy: dy + 2, textAnchor: 'start' }),
    ];
  });
  return { height, marks: entries };
}

const colours =
  (visual: Bar | Line, marks: readonly Mark[], series: readonly string[]) =>
  ({ series: name }: Mark) =>
    colourOf(visual, marks, series, name);

function colourOf(
  visual: Bar | Line,
  marks: readonly Mark[],
  series: readonly string[],
  name: string,
): string {
  const mark = marks.find((one) => one.series === name);
  const level = visual.split && mark ? String(mark.row[visual.split.column]) : '';
  return levels[level] ?? palette[series.indexOf(name) % palette.length] ?? 'currentColor';
}
