import ContentLayout from '@cloudscape-design/components/content-layout';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo, useState } from 'react';
import { useSearch as useAddressQuery, useLocation } from 'wouter';
import type { Contract } from '../../../../datasets/contract.ts';
import type { SearchItem } from '../../../api.ts';
import { useJson } from '../data/useJson.ts';
import { useWords } from '../settings/settings.tsx';
import { ProblemAlert } from '../shell/ProblemAlert.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { searchWords } from '../words/search.ts';
import { type Asked, addressOf, askedOf } from './asked.ts';
import { Facets } from './Facets.tsx';
import { facetColumns } from './facets.ts';
import { Results } from './Results.tsx';
import { RowModal } from './RowModal.tsx';
import { SearchForm } from './SearchForm.tsx';
import { useSearch } from './useSearch.ts';

export default function SearchPage() {
  const words = useWords(searchWords);
  const query = useAddressQuery();
  const [, navigate] = useLocation();
  const asked = useMemo(() => askedOf(query), [query]);
  const [opened, setOpened] = useState<SearchItem | null>(null);
  const { value: contracts, problem } = useJson<readonly Contract[]>('/api/datasets');
  const contract = contracts?.find(({ name }) => name === asked.dataset) ?? null;
  const facets = useMemo(() => contract && facetColumns(contract), [contract]);
  const search = useSearch(asked, contracts ? (facets ?? []) : null);
  useTitle(words.title);
  const ask = (changed: Partial<Asked>) => navigate(`/?${addressOf({ ...asked, ...changed })}`);
  return (
    <ContentLayout header={<Header variant="h1">{words.title}</Header>}>
      <SpaceBetween size="l">
        {problem && <ProblemAlert problem={problem} />}
        <SearchForm key={query} asked={asked} contracts={contracts ?? []} onAsk={ask} />
        {search.problem && <ProblemAlert problem={search.problem} />}
        {contract && search.page && (
          <Grid gridDefinition={[{ colspan: { default: 12, m: 3 } }, { colspan: { default: 12, m: 9 } }]}>
            <Facets
              contract={contract}
              facets={search.page.facets}
              chosen={asked.chosen}
              onChoose={(chosen) => ask({ chosen })}
            />
            <Results contract={contract} search={search} onOpen={setOpened} />
          </Grid>
        )}
        {contract && opened && <RowModal contract={contract} item={opened} onClose={() => setOpened(null)} />}
      </SpaceBetween>
    </ContentLayout>
  );
}
