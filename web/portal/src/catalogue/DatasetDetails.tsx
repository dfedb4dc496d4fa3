import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useLocation } from 'wouter';
import type { DatasetPage } from '../../../api.ts';
import { useJson } from '../data/useJson.ts';
import { useSession } from '../session/session.tsx';
import { useWords } from '../settings/settings.tsx';
import { Loading } from '../shell/Loading.tsx';
import { ProblemAlert } from '../shell/ProblemAlert.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { catalogueWords } from '../words/catalogue.ts';
import { ContractFacts } from './ContractFacts.tsx';
import { Dictionary } from './Dictionary.tsx';
import { History } from './History.tsx';
import { Lineage } from './Lineage.tsx';
import { Quality } from './Quality.tsx';
import { Relations } from './Relations.tsx';
import { Sample } from './Sample.tsx';

export function DatasetDetails({ name }: { readonly name: string }) {
  const words = useWords(catalogueWords);
  const [, navigate] = useLocation();
  const { seesAll } = useSession();
  const { value, problem, reload } = useJson<DatasetPage>(`/api/datasets/${encodeURIComponent(name)}`);
  useTitle(name);
  if (problem) return <ProblemAlert problem={problem} onRetry={reload} />;
  if (!value) return <Loading />;
  const { contract, relations } = value;
  const sql = `SELECT *\nFROM ${contract.name}\nLIMIT 100`;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={
            <>
              <span lang="es">{contract.es}</span>: <span lang="en">{contract.meaning}</span>
            </>
          }
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {seesAll && (
                <Button onClick={() => navigate(`~/search?dataset=${contract.name}`)}>
                  {words.searchIn}
                </Button>
              )}
              <Button onClick={() => navigate(`~/sql?sql=${encodeURIComponent(sql)}`)}>
                {words.openInConsole}
              </Button>
            </SpaceBetween>
          }
        >
          {contract.name}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <ContractFacts contract={contract} />
        <Tabs
          tabs={[
            { id: 'dictionary', label: words.dictionary, content: <Dictionary contract={contract} /> },
            { id: 'sample', label: words.sample, content: <Sample name={contract.name} /> },
            {
              id: 'quality',
              label: words.quality,
              content: <Quality dataset={contract.name} rules={contract.quality} />,
            },
            { id: 'relations', label: words.relations, content: <Relations relations={relations} /> },
            {
              id: 'lineage',
              label: words.lineage,
              content: <Lineage table={`curated.${contract.name}`} />,
            },
            ...(seesAll
              ? [{ id: 'history', label: words.history, content: <History name={contract.name} /> }]
              : []),
          ]}
        />
      </SpaceBetween>
    </ContentLayout>
  );
}
