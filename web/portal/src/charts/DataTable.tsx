import { useVirtualizer } from '@tanstack/react-virtual';
import type { Table } from 'apache-arrow';
import { useRef } from 'react';
import { visible } from '../rows/visible.ts';
import { useWords } from '../settings/settings.tsx';
import { chartWords } from '../words/charts.ts';
import { cellText, isNumeric } from './values.ts';
import './dataTable.css';

const rowHeight = 32;

/** The rows of an answer. Only those in sight are in the page, however many there are. */
export function DataTable({ table, label }: { readonly table: Table; readonly label: string }) {
  const { noValue } = useWords(chartWords);
  const place = useRef<HTMLDivElement>(null);
  const { fields } = table.schema;
  const columns = fields.map((_, index) => table.getChildAt(index));
  const rows = useVirtualizer({
    count: table.numRows,
    getScrollElement: () => place.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const shown = rows.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = rows.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section ref={place} className="data-table" aria-label={label} tabIndex={0}>
      <table aria-rowcount={table.numRows + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {fields.map((field) => (
              <th key={field.name} scope="col" className={isNumeric(field) ? 'number' : undefined}>
                {field.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <Gap height={above} />}
          {shown.map(({ index }) => (
            <tr key={index} aria-rowindex={index + 2}>
              {fields.map((field, at) => {
                const value: unknown = columns[at]?.get(index);
                const isMissing = value === null || value === undefined;
                return (
                  <td key={field.name} className={isNumeric(field) ? 'number' : undefined}>
                    {isMissing ? (
                      <i className="missing">{noValue}</i>
                    ) : (
                      <bdi>{visible(cellText(field, value))}</bdi>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
          {below > 0 && <Gap height={below} />}
        </tbody>
      </table>
    </section>
  );
}

const Gap = ({ height }: { readonly height: number }) => (
  <tr aria-hidden style={{ height }}>
    <td />
  </tr>
);
