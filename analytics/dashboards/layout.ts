import type { Page, Visual } from './definition.ts';

/** A page is so many columns wide, as QuickSight's grid is. */
export const gridColumns = 36;

export interface Placed {
  readonly id: string;
  readonly column: number;
  readonly row: number;
  readonly width: number;
  readonly height: number;
}

/** Single figures stand side by side, charts in pairs; what has many columns of its own takes the width. */
export function layoutOf({ visuals }: Page): Placed[] {
  const placed: Placed[] = [];
  let at = { column: 0, row: 0, height: 0 };
  for (const [index, visual] of visuals.entries()) {
    const { width, height } = sizeOf(visual, visuals);
    if (at.column + width > gridColumns || isOtherKind(visual, visuals[index - 1])) {
      at = { column: 0, row: at.row + at.height, height: 0 };
    }
    placed.push({ id: visual.id, column: at.column, row: at.row, width, height });
    at = { column: at.column + width, row: at.row, height: Math.max(at.height, height) };
  }
  return placed;
}

const isKpi = (visual: Visual | undefined) => visual?.kind === 'kpi';
const isOtherKind = (visual: Visual, before: Visual | undefined) =>
  before !== undefined && isKpi(visual) !== isKpi(before);

function sizeOf(visual: Visual, visuals: readonly Visual[]): { width: number; height: number } {
  if (visual.kind === 'table') return { width: gridColumns, height: 14 };
  if (visual.kind !== 'kpi') return { width: gridColumns / 2, height: 10 };
  return { width: Math.floor(gridColumns / Math.min(4, visuals.filter(isKpi).length)), height: 5 };
}
