import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useState } from 'react';
import type { Contract } from '../../../../datasets/contract.ts';
import type { ViewFacts } from '../../../api.ts';
import { useJson } from '../data/useJson.ts';
import { useWords } from '../settings/settings.tsx';
import { ProblemAlert } from '../shell/ProblemAlert.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { catalogueWords } from '../words/catalogue.ts';
import { DatasetList } from './DatasetList.tsx';
import { matches } from './matches.ts';
import { ViewList } from './ViewList.tsx';

/** Everything that can be read, found by any word of its description. */
export function CatalogueList() {
  const words = useWords(catalogueWords);
  const [wanted, setWanted] = useState('');
  const datasets = useJson<readonly Contract[]>('/api/datasets');
  const views = useJson<readonly ViewFacts[]>('/api/views');
  useTitle(words.title);
  const found = datasets.value?.filter(({ name, es, meaning, columns }) =>
    matches(wanted, [
      name,
      es,
      meaning,
      ...Object.entries(columns).flatMap(([column, facts]) => [column, facts.es, facts.meaning]),
    ]),
  );
  const foundViews = views.value?.filter(({ name, es, meaning, grain, columns }) =>
    matches(wanted, [name, es, meaning, grain, ...columns.map((column) => column.name)]),
  );
  const problem = datasets.problem ?? views.problem;
  return (
    <ContentLayout header={<Header variant="h1">{words.title}</Header>}>
      <SpaceBetween size="l">
        <TextFilter
          filteringText={wanted}
          filteringPlaceholder={words.find}
          filteringAriaLabel={words.find}
          onChange={({ detail }) => setWanted(detail.filteringText)}
        />
        {problem && <ProblemAlert problem={problem} />}
        <DatasetList contracts={found ?? null} />
        <ViewList views={foundViews ?? null} />
      </SpaceBetween>
    </ContentLayout>
  );
}
