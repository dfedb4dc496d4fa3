import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { ParityState } from '../../../api.ts';
import { useFormats } from '../settings/format.ts';
import { useWords } from '../settings/settings.tsx';
import { homeWords } from '../words/home.ts';

type Report = NonNullable<ParityState['last']>['report'];
type DatasetParity = Report['datasets'][number];

export function ParityTable({ report }: { readonly report: Report }) {
  const words = useWords(homeWords);
  const { count } = useFormats();
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      items={report.datasets}
      trackBy="dataset"
      columnDefinitions={[
        { id: 'dataset', header: words.dataset, cell: ({ dataset }) => dataset, isRowHeader: true },
        { id: 'source', header: words.atSource, cell: ({ source }) => count(source) },
        { id: 'quarantined', header: words.quarantined, cell: ({ quarantined }) => count(quarantined) },
        ...(report.datasets.some(({ erased }) => erased > 0)
          ? [{ id: 'erased', header: words.erased, cell: ({ erased }: DatasetParity) => count(erased) }]
          : []),
        { id: 'lake', header: words.lake, cell: ({ stores }) => count(stores.lake ?? 0) },
        { id: 'query', header: words.search, cell: ({ stores }) => count(stores.query ?? 0) },
        {
          id: 'differences',
          header: words.differences,
          cell: ({ differences }) => (
            <StatusIndicator type={differences.length === 0 ? 'success' : 'error'}>
              {count(differences.length)}
            </StatusIndicator>
          ),
        },
      ]}
    />
  );
}
