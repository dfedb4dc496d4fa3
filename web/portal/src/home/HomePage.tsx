import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useStatus } from '../data/useStatus.ts';
import { useSession } from '../session/session.tsx';
import { useWords } from '../settings/settings.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { homeWords } from '../words/home.ts';
import { DatasetTable } from './DatasetTable.tsx';
import { FlowPicture } from './FlowPicture.tsx';
import { flowOf } from './flow.ts';
import { ParityPanel } from './ParityPanel.tsx';

export default function HomePage() {
  const words = useWords(homeWords);
  const { readings, isConnected } = useStatus();
  const status = readings.at(-1);
  const { seesAll } = useSession();
  const flow = flowOf(readings);
  useTitle(words.title);
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={status?.dir}
          actions={
            isConnected && status ? (
              <StatusIndicator type={status.running ? 'success' : 'stopped'}>
                {status.running ? words.running : words.stopped}
              </StatusIndicator>
            ) : (
              <StatusIndicator type={status ? 'warning' : 'loading'}>
                {status ? words.lostServer : words.waiting}
              </StatusIndicator>
            )
          }
        >
          {words.title}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {flow && <FlowPicture flow={flow} />}
        {seesAll && <ParityPanel />}
        <DatasetTable status={status ?? null} />
      </SpaceBetween>
    </ContentLayout>
  );
}
