import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useSearch as useAddressQuery } from 'wouter';
import { useWords } from '../settings/settings.tsx';
import { ProblemAlert } from '../shell/ProblemAlert.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { consoleWords } from '../words/console.ts';
import { HistoryList } from './HistoryList.tsx';
import { Plan } from './Plan.tsx';
import { Result } from './Result.tsx';
import { RunStatus } from './RunStatus.tsx';
import { SqlEditor } from './SqlEditor.tsx';
import { useCompletion } from './useCompletion.ts';
import { useConsole } from './useConsole.ts';

const first = 'SELECT status, count(*) AS days\nFROM attendance\nGROUP BY status\nORDER BY days DESC';

export default function ConsolePage() {
  const words = useWords(consoleWords);
  const given = new URLSearchParams(useAddressQuery()).get('sql');
  const [sql, setSql] = useState(given ?? first);
  const completion = useCompletion();
  const { query, ran, plan, problem, history, run, cancel, explain, forget, tell } = useConsole();
  const isRunning = query.state === 'running';
  const isEmpty = sql.trim() === '';
  useTitle(words.title);
  return (
    <ContentLayout header={<Header variant="h1">{words.title}</Header>}>
      <SpaceBetween size="l">
        <Container>
          <SpaceBetween size="s">
            <SqlEditor
              value={sql}
              completion={completion}
              onChange={setSql}
              onRun={run}
              label={words.editor}
            />
            <small>{words.editorHint}</small>
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              <Button variant="primary" disabled={isRunning || isEmpty} onClick={() => run(sql)}>
                {words.run}
              </Button>
              <Button disabled={!isRunning} onClick={cancel}>
                {words.cancel}
              </Button>
              <Button disabled={isEmpty} onClick={() => explain(sql)}>
                {words.explain}
              </Button>
              <RunStatus query={query} />
            </SpaceBetween>
          </SpaceBetween>
        </Container>
        {problem && <ProblemAlert problem={problem} />}
        {plan !== null && <Plan text={plan} />}
        {query.table && ran !== null && <Result table={query.table} sql={ran} onProblem={tell} />}
        <HistoryList history={history} onUse={setSql} onForget={forget} />
      </SpaceBetween>
    </ContentLayout>
  );
}
