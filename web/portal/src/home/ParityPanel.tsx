import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ParityState } from '../../../api.ts';
import { useFormats } from '../settings/format.ts';
import { useWords } from '../settings/settings.tsx';
import { ProblemAlert } from '../shell/ProblemAlert.tsx';
import { homeWords } from '../words/home.ts';
import { ParityTable } from './ParityTable.tsx';
import { useParity } from './useParity.ts';

export function ParityPanel() {
  const words = useWords(homeWords);
  const { state, start } = useParity();
  const { running, last, failure } = state;
  const { count } = useFormats();
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={words.parityMeaning}
          actions={
            <Button loading={running !== null} onClick={start}>
              {last ? words.checkAgain : words.check}
            </Button>
          }
        >
          {words.parity}
        </Header>
      }
    >
      <SpaceBetween size="s">
        {running && (
          <ProgressBar
            value={running.total ? (100 * (running.done ?? 0)) / running.total : 0}
            label={words.comparing}
            additionalInfo={running.total ? `${count(running.done ?? 0)} / ${count(running.total)}` : ''}
          />
        )}
        {failure && <ProblemAlert problem={failure} />}
        {last && !running && <Verdict last={last} />}
      </SpaceBetween>
    </Container>
  );
}

function Verdict({ last: { at, report } }: { readonly last: NonNullable<ParityState['last']> }) {
  const words = useWords(homeWords);
  const { count, instant } = useFormats();
  const sum = (of: (dataset: (typeof report.datasets)[number]) => number) =>
    count(report.datasets.reduce((all, dataset) => all + of(dataset), 0));
  return (
    <>
      {report.equal ? (
        <StatusIndicator type="success">
          {words.equal(
            sum(({ source }) => source),
            instant(at),
          )}
        </StatusIndicator>
      ) : (
        <StatusIndicator type="error">
          {words.unequal(
            sum(({ differences }) => differences.length),
            instant(at),
          )}
        </StatusIndicator>
      )}
      <ExpandableSection headerText={words.datasets}>
        <ParityTable report={report} />
      </ExpandableSection>
    </>
  );
}
