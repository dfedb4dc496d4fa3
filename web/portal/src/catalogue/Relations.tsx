import Table from '@cloudscape-design/components/table';
import type { DatasetPage } from '../../../api.ts';
import { useWords } from '../settings/settings.tsx';
import { PageLink } from '../shell/PageLink.tsx';
import { catalogueWords } from '../words/catalogue.ts';

export function Relations({ relations }: { readonly relations: DatasetPage['relations'] }) {
  const words = useWords(catalogueWords);
  return (
    <Table
      items={relations}
      trackBy="name"
      columnDefinitions={[
        { id: 'name', header: words.relation, cell: ({ name }) => name, isRowHeader: true },
        { id: 'direction', header: words.direction, cell: ({ direction }) => words[direction] },
        {
          id: 'to',
          header: words.dataset,
          cell: ({ to }) => <PageLink to={`/catalogue/${to}`}>{to}</PageLink>,
        },
        { id: 'column', header: words.column, cell: ({ column }) => column },
      ]}
    />
  );
}
