import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { Contract } from '../../../../datasets/contract.ts';
import { useWords } from '../settings/settings.tsx';
import { PageLink } from '../shell/PageLink.tsx';
import { catalogueWords } from '../words/catalogue.ts';

export function DatasetList({ contracts }: { readonly contracts: readonly Contract[] | null }) {
  const words = useWords(catalogueWords);
  return (
    <Table
      header={
        <Header variant="h2" counter={contracts ? `(${contracts.length})` : ''}>
          {words.datasets}
        </Header>
      }
      loading={contracts === null}
      items={contracts ?? []}
      empty={words.nothingFound}
      trackBy="name"
      wrapLines
      columnDefinitions={[
        {
          id: 'name',
          header: words.dataset,
          cell: ({ name }) => <PageLink to={`/catalogue/${name}`}>{name}</PageLink>,
          isRowHeader: true,
          minWidth: 150,
        },
        { id: 'label', header: words.label, cell: ({ es }) => <span lang="es">{es}</span>, minWidth: 140 },
        { id: 'kind', header: words.kind, cell: ({ kind }) => kind },
        {
          id: 'meaning',
          header: words.meaning,
          cell: ({ meaning }) => <span lang="en">{meaning}</span>,
          minWidth: 220,
        },
      ]}
    />
  );
}
