import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { Contract } from '../../../../datasets/contract.ts';
import type { SearchItem } from '../../../api.ts';
import { Value } from '../rows/Value.tsx';
import { useFormats } from '../settings/format.ts';
import { useSettings, useWords } from '../settings/settings.tsx';
import { searchWords } from '../words/search.ts';
import { pageSize, type Search } from './useSearch.ts';

interface Properties {
  readonly contract: Contract;
  readonly search: Search;
  readonly onOpen: (item: SearchItem) => void;
}

const mostColumns = 6;

export function Results({ contract, search, onOpen }: Properties) {
  const words = useWords(searchWords);
  const { language } = useSettings();
  const { count } = useFormats();
  const { page, pagesBefore, isLoading } = search;
  const items = page?.items ?? [];
  const columns = columnsToShow(contract, items);
  const from = pagesBefore * pageSize + 1;
  const range = words.found(count(from), count(from + items.length - 1), count(page?.total ?? 0));
  return (
    <Table
      header={
        <Header
          variant="h2"
          description={items.length > 0 ? range : ''}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button disabled={pagesBefore === 0} onClick={search.previous}>
                {words.previous}
              </Button>
              <Button disabled={!page?.next} onClick={search.next}>
                {words.next}
              </Button>
            </SpaceBetween>
          }
        >
          {words.results}
        </Header>
      }
      loading={isLoading && !page}
      items={items}
      trackBy={({ row }) => String(row[contract.key])}
      empty={words.nothing}
      wrapLines
      contentDensity="compact"
      columnDefinitions={[
        {
          id: 'open',
          header: contract.key,
          cell: (item) => (
            <Button
              variant="inline-link"
              ariaLabel={`${words.open} ${String(item.row[contract.key])}`}
              onClick={() => onOpen(item)}
            >
              {String(item.row[contract.key])}
            </Button>
          ),
          isRowHeader: true,
        },
        ...columns.map((name) => ({
          id: name,
          header: language === 'es' ? (contract.columns[name]?.es ?? name) : name,
          cell: ({ row }: SearchItem) => <Value value={row[name]} />,
          minWidth: 110,
        })),
      ]}
    />
  );
}

/** Columns that tell the rows of a page apart: those that have values, names and dates before keys of others. */
function columnsToShow({ columns, key }: Contract, items: readonly SearchItem[]): string[] {
  const filled = Object.keys(columns).filter(
    (name) => name !== key && items.some(({ row }) => row[name] !== null && row[name] !== undefined),
  );
  const rank = (name: string) => (columns[name]?.references === undefined ? 0 : 1);
  return filled.sort((a, b) => rank(a) - rank(b)).slice(0, mostColumns);
}
