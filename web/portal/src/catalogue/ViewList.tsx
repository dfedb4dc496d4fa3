import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { ViewFacts } from '../../../api.ts';
import { useWords } from '../settings/settings.tsx';
import { PageLink } from '../shell/PageLink.tsx';
import { catalogueWords } from '../words/catalogue.ts';

export function ViewList({ views }: { readonly views: readonly ViewFacts[] | null }) {
  const words = useWords(catalogueWords);
  return (
    <Table
      header={
        <Header variant="h2" counter={views ? `(${views.length})` : ''}>
          {words.views}
        </Header>
      }
      loading={views === null}
      items={views ?? []}
      empty={words.nothingFound}
      trackBy="name"
      wrapLines
      columnDefinitions={[
        {
          id: 'name',
          header: words.view,
          cell: ({ name }) => <PageLink to={`/catalogue/views/${name}`}>{name}</PageLink>,
          isRowHeader: true,
          minWidth: 180,
        },
        { id: 'label', header: words.label, cell: ({ es }) => <span lang="es">{es}</span>, minWidth: 140 },
        {
          id: 'grain',
          header: words.grain,
          cell: ({ grain }) => <span lang="en">{grain}</span>,
          minWidth: 140,
        },
        {
          id: 'meaning',
          header: words.about,
          cell: ({ meaning }) => <span lang="en">{meaning}</span>,
          minWidth: 220,
        },
      ]}
    />
  );
}
