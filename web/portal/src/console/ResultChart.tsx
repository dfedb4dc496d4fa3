import * as Plot from '@observablehq/plot';
import type { Table } from 'apache-arrow';
import { useMemo } from 'react';
import { ChartFrame } from '../charts/ChartFrame.tsx';
import { palette } from '../charts/palette.ts';
import { plainRows } from '../charts/values.ts';
import type { Axes } from './axes.ts';

interface Properties {
  readonly table: Table;
  readonly axes: Axes;
  readonly title: string;
}

export default function ResultChart({ table, axes, title }: Properties) {
  const options = useMemo(() => plotOf(table, axes), [table, axes]);
  return <ChartFrame title={title} options={options} table={table} />;
}

function plotOf(table: Table, { kind, x, y }: Axes): Plot.PlotOptions {
  const rows = plainRows(table);
  const [fill = null] = palette;
  if (kind === 'line') {
    return {
      grid: true,
      marks: [Plot.lineY(rows, { x: x.name, y: y.name, stroke: fill, tip: true })],
    };
  }
  return {
    marginLeft: 140,
    x: { grid: true, label: y.name },
    y: { label: null },
    marks: [Plot.barX(rows, { y: x.name, x: y.name, fill, tip: true, sort: { y: null } }), Plot.ruleX([0])],
  };
}
