import Box from '@cloudscape-design/components/box';
import Pagination from '@cloudscape-design/components/pagination';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useMemo, useState } from 'react';
import type { Chosen, Dashboard, Dimension, Visual } from '../../../../analytics/dashboards/definition.ts';
import { dimensionsOf, valuesOf } from '../../../../analytics/dashboards/sql.ts';
import { useSettings, useWords } from '../settings/settings.tsx';
import { PageLink } from '../shell/PageLink.tsx';
import { dashboardWords } from '../words/dashboards.ts';
import { drillAddress } from './address.ts';
import { type Row, shownIn } from './writing.ts';

const pageRows = 20;

interface Properties {
  readonly dashboard: Dashboard;
  readonly visual: Visual;
  readonly chosen: Chosen;
  readonly rows: readonly Row[];
}

/** The rows of a visual as people read them; what a click on the chart opens is a link here. */
export function RowsTable({ dashboard, visual, chosen, rows }: Properties) {
  const { language } = useSettings();
  const { noValue } = useWords(dashboardWords);
  const [page, setPage] = useState(1);
  const [sorting, setSorting] = useState<{ id: string; descending: boolean } | null>(null);
  const fields = useMemo(() => fieldsOf(visual), [visual]);
  const columns = fields.map((field, index): TableProps.ColumnDefinition<Row> => {
    const id = field.column;
    return {
      id,
      header: field.title[language],
      sortingField: id,
      isRowHeader: index === 0,
      cell: (row) => {
        const text = <bdi>{shownIn(field, row, language, noValue)}</bdi>;
        const address = index === 0 ? drillAddress(dashboard, visual, chosen, row) : null;
        return address ? <PageLink to={address}>{text}</PageLink> : text;
      },
    };
  });
  const sorted = useMemo(() => {
    const field = fields.find(({ column }) => column === sorting?.id);
    if (!field || !sorting) return rows;
    const way = sorting.descending ? -1 : 1;
    return [...rows].sort((a, b) => way * compare(keyOf(field, a), keyOf(field, b)));
  }, [rows, sorting, fields]);
  const pages = Math.max(1, Math.ceil(rows.length / pageRows));
  const shown = Math.min(page, pages);
  return (
    <Table
      variant="borderless"
      contentDensity="compact"
      wrapLines
      items={sorted.slice((shown - 1) * pageRows, shown * pageRows)}
      columnDefinitions={columns}
      ariaLabels={{ tableLabel: visual.title[language] }}
      empty={<Box color="text-body-secondary">{noValue}</Box>}
      {...(sorting && { sortingColumn: { sortingField: sorting.id }, sortingDescending: sorting.descending })}
      onSortingChange={({ detail }) =>
        setSorting({ id: detail.sortingColumn.sortingField ?? '', descending: detail.isDescending ?? false })
      }
      {...(pages > 1 && {
        pagination: (
          <Pagination
            currentPageIndex={shown}
            pagesCount={pages}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
          />
        ),
      })}
    />
  );
}

/** Dimensions, then values: each a column of the answer with what it is called. */
const fieldsOf = (visual: Visual): Dimension[] => [
  ...dimensionsOf(visual),
  ...valuesOf(visual).map(({ title, format }, index) => ({ column: `value_${index + 1}`, title, format })),
];

const keyOf = ({ column, label }: Dimension, row: Row): unknown =>
  (label === undefined ? null : row[label]) ?? row[column];

/** What is missing stands last. */
function compare(a: unknown, b: unknown): number {
  if (a === null || a === undefined) return b === null || b === undefined ? 0 : 1;
  if (b === null || b === undefined) return -1;
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b);
  return Number(a) - Number(b);
}
