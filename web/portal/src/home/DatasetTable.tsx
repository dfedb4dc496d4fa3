import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { Contract } from '../../../../datasets/contract.ts';
import type { PortalStatus } from '../../../api.ts';
import { useJson } from '../data/useJson.ts';
import { useFormats } from '../settings/format.ts';
import { useSettings, useWords } from '../settings/settings.tsx';
import { PageLink } from '../shell/PageLink.tsx';
import { homeWords } from '../words/home.ts';
import { Freshness } from './Freshness.tsx';

interface Properties {
  readonly status: PortalStatus | null;
}

const ids = ['dataset', 'label', 'rows', 'curated', 'quarantined', 'committed', 'freshness'];

export function DatasetTable({ status }: Properties) {
  const words = useWords(homeWords);
  const { language } = useSettings();
  const { count, ago } = useFormats();
  const { value: contracts } = useJson<readonly Contract[]>('/api/datasets');
  const contractOf = (name: string) => contracts?.find((contract) => contract.name === name);
  const now = Date.parse(status?.at ?? '');
  return (
    <Table
      header={<Header variant="h2">{words.datasets}</Header>}
      loading={status === null}
      items={status?.datasets ?? []}
      trackBy="dataset"
      contentDensity="compact"
      // Labels are Spanish; who reads English knows a dataset by its name.
      columnDisplay={ids.map((id) => ({ id, visible: id !== 'label' || language === 'es' }))}
      columnDefinitions={[
        {
          id: 'dataset',
          header: words.dataset,
          cell: ({ dataset }) => <PageLink to={`/catalogue/${dataset}`}>{dataset}</PageLink>,
          isRowHeader: true,
        },
        { id: 'label', header: words.label, cell: ({ dataset }) => contractOf(dataset)?.es ?? '' },
        { id: 'rows', header: words.rows, cell: ({ rows }) => count(rows) },
        { id: 'curated', header: words.curated, cell: ({ curated }) => count(curated) },
        {
          id: 'quarantined',
          header: words.quarantined,
          cell: ({ quarantined }) => (quarantined === 0 ? '' : count(quarantined)),
        },
        {
          id: 'committed',
          header: words.committed,
          cell: ({ curatedAt }) => (curatedAt === null ? '' : ago(now - Date.parse(curatedAt))),
        },
        {
          id: 'freshness',
          header: words.freshness,
          cell: (dataset) => (
            <Freshness dataset={dataset} promised={contractOf(dataset.dataset)?.freshness} />
          ),
        },
      ]}
    />
  );
}
