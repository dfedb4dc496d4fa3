import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { Table } from 'apache-arrow';
import { lazy, Suspense, useMemo } from 'react';
import type { Problem } from '../../../api.ts';
import { DataTable } from '../charts/DataTable.tsx';
import { useWords } from '../settings/settings.tsx';
import { Loading } from '../shell/Loading.tsx';
import { consoleWords } from '../words/console.ts';
import { axesOf } from './axes.ts';
import { Downloads } from './Downloads.tsx';

const ResultChart = lazy(() => import('./ResultChart.tsx'));

interface Properties {
  readonly table: Table;
  /** The statement that it answers. */
  readonly sql: string;
  readonly onProblem: (problem: Problem) => void;
}

/** The rows of a statement, and a chart of them where they make one. */
export function Result({ table, sql, onProblem }: Properties) {
  const words = useWords(consoleWords);
  const axes = useMemo(() => axesOf(table), [table]);
  return (
    <Container
      header={
        <Header variant="h2" actions={<Downloads sql={sql} onProblem={onProblem} />}>
          {words.result}
        </Header>
      }
    >
      {axes ? (
        <Suspense fallback={<Loading />}>
          <ResultChart table={table} axes={axes} title={words.result} />
        </Suspense>
      ) : (
        <DataTable table={table} label={words.result} />
      )}
    </Container>
  );
}
