import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { DatasetSample } from '../../../api.ts';
import { useJson } from '../data/useJson.ts';
import { RowGrid } from '../rows/RowGrid.tsx';
import { useWords } from '../settings/settings.tsx';
import { Loading } from '../shell/Loading.tsx';
import { ProblemAlert } from '../shell/ProblemAlert.tsx';
import { catalogueWords } from '../words/catalogue.ts';

/** Some rows by lot; another lot is another number. */
export function Sample({ name }: { readonly name: string }) {
  const words = useWords(catalogueWords);
  const [seed, setSeed] = useState(1);
  const { value, problem, isLoading, reload } = useJson<DatasetSample>(
    `/api/datasets/${name}/sample?seed=${seed}`,
  );
  if (problem) return <ProblemAlert problem={problem} onRetry={reload} />;
  return (
    <SpaceBetween size="s">
      <Button loading={isLoading} onClick={() => setSeed(seed + 1)}>
        {words.anotherSample}
      </Button>
      {value ? (
        <RowGrid
          label={words.sample}
          columns={value.columns.map((column) => column.name)}
          rows={value.rows}
          empty={words.noRows}
        />
      ) : (
        <Loading />
      )}
    </SpaceBetween>
  );
}
