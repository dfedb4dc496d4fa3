import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { DiffPage } from '../../../api.ts';
import { useJson } from '../data/useJson.ts';
import { RowGrid } from '../rows/RowGrid.tsx';
import { useFormats } from '../settings/format.ts';
import { useWords } from '../settings/settings.tsx';
import { Loading } from '../shell/Loading.tsx';
import { ProblemAlert } from '../shell/ProblemAlert.tsx';
import { catalogueWords } from '../words/catalogue.ts';

/** What changed between a snapshot and the present one. */
export function Differences({ name, from }: { readonly name: string; readonly from: string }) {
  const words = useWords(catalogueWords);
  const { count } = useFormats();
  const { value, problem, reload } = useJson<DiffPage>(`/api/datasets/${name}/diff?from=${from}&to=latest`);
  if (problem) return <ProblemAlert problem={problem} onRetry={reload} />;
  if (!value) return <Loading />;
  const { added, removed, changed, changes } = value;
  const lines = changes.flatMap((change): unknown[][] =>
    change.kind === 'changed'
      ? Object.entries(change.columns).map(([column, { before, after }]) => [
          words.changed,
          change.key,
          column,
          before,
          after,
        ])
      : [[words[change.kind], change.key, '', '', '']],
  );
  return (
    <Container header={<Header variant="h2">{words.compare}</Header>}>
      <SpaceBetween size="s">
        <div>{words.differences(count(added), count(removed), count(changed))}</div>
        {lines.length > 0 && (
          <RowGrid
            label={words.firstDifferences}
            columns={[words.change, words.key, words.column, words.before, words.after]}
            rows={lines}
            empty=""
          />
        )}
      </SpaceBetween>
    </Container>
  );
}
