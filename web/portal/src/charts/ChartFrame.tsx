import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Table } from 'apache-arrow';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { useWords } from '../settings/settings.tsx';
import { chartWords } from '../words/charts.ts';
import { DataTable } from './DataTable.tsx';
import { type Drawing, PlotFigure } from './PlotFigure.tsx';
import { type PictureType, savePicture } from './savePicture.ts';

interface Properties {
  readonly title: string;
  readonly options: Drawing;
  /** The rows that the chart shows. */
  readonly table: Table;
  /** A table of them that reads better than their own. */
  readonly behind?: ReactNode;
  readonly onPick?: (datum: unknown) => void;
}

/** A chart with the table behind it, which can be saved as a picture. */
export function ChartFrame({ title, options, table, behind, onPick }: Properties) {
  const words = useWords(chartWords);
  const [view, setView] = useState('chart');
  const drawn = useRef<SVGSVGElement | null>(null);
  const keepDrawn = useCallback((figure: SVGSVGElement | HTMLElement) => {
    drawn.current = figure instanceof SVGSVGElement ? figure : figure.querySelector(':scope > svg');
  }, []);
  return (
    <SpaceBetween size="xs">
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <SegmentedControl
          label={words.view}
          selectedId={view}
          options={[
            { id: 'chart', text: words.chart },
            { id: 'table', text: words.table },
          ]}
          onChange={({ detail }) => setView(detail.selectedId)}
        />
        <ButtonDropdown
          variant="icon"
          ariaLabel={`${words.savePicture}: ${title}`}
          disabled={view !== 'chart'}
          items={[
            { id: 'svg', text: `${words.savePicture} (SVG)` },
            { id: 'png', text: `${words.savePicture} (PNG)` },
          ]}
          onItemClick={({ detail }) => {
            if (drawn.current) void savePicture(drawn.current, title, detail.id as PictureType);
          }}
        />
      </SpaceBetween>
      {view === 'chart' ? (
        <PlotFigure options={options} ariaLabel={title} onDrawn={keepDrawn} {...(onPick && { onPick })} />
      ) : (
        (behind ?? <DataTable table={table} label={title} />)
      )}
    </SpaceBetween>
  );
}
