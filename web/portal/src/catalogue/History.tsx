import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { HistoryPage } from '../../../api.ts';
import { useJson } from '../data/useJson.ts';
import { useFormats } from '../settings/format.ts';
import { useWords } from '../settings/settings.tsx';
import { ProblemAlert } from '../shell/ProblemAlert.tsx';
import { catalogueWords } from '../words/catalogue.ts';
import { Differences } from './Differences.tsx';

type Snapshot = HistoryPage['snapshots'][number];

export function History({ name }: { readonly name: string }) {
  const words = useWords(catalogueWords);
  const { count, instant } = useFormats();
  const [chosen, setChosen] = useState<readonly Snapshot[]>([]);
  const { value, problem, isLoading, reload } = useJson<HistoryPage>(`/api/datasets/${name}/history`);
  if (problem) return <ProblemAlert problem={problem} onRetry={reload} />;
  const counted = (number: number | null) => (number === null ? '?' : count(number));
  const place = ({ place }: Snapshot) => (place === 'before' ? '' : words[place]);
  const [from] = chosen;
  return (
    <SpaceBetween size="l">
      <Table
        loading={isLoading}
        items={value?.snapshots ?? []}
        trackBy="id"
        contentDensity="compact"
        selectionType="single"
        selectedItems={chosen}
        onSelectionChange={({ detail }) => setChosen(detail.selectedItems)}
        isItemDisabled={(snapshot) => snapshot.place === 'current'}
        ariaLabels={{
          selectionGroupLabel: words.compare,
          itemSelectionLabel: (_, { id }) => `${words.choose} ${id}`,
        }}
        columnDefinitions={[
          {
            id: 'committed',
            header: words.committed,
            cell: ({ committedAt }) => instant(committedAt),
            isRowHeader: true,
          },
          { id: 'place', header: '', cell: place },
          { id: 'operation', header: words.operation, cell: ({ operation }) => operation },
          { id: 'rows', header: words.rows, cell: ({ rows }) => counted(rows) },
          { id: 'inserted', header: words.inserted, cell: ({ inserted }) => counted(inserted) },
          { id: 'updated', header: words.updated, cell: ({ updated }) => counted(updated) },
          { id: 'deleted', header: words.deleted, cell: ({ deleted }) => counted(deleted) },
          { id: 'files', header: words.files, cell: ({ files }) => counted(files.total) },
          { id: 'id', header: words.snapshot, cell: ({ id }) => id },
        ]}
      />
      {from && <Differences name={name} from={from.id} />}
    </SpaceBetween>
  );
}
