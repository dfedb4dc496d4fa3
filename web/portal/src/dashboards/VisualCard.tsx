import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Spinner from '@cloudscape-design/components/spinner';
import { useCallback, useMemo } from 'react';
import { navigate } from 'wouter/use-browser-location';
import type {
  Bar,
  Chosen,
  Dashboard,
  Filter,
  HeatMap,
  Line,
  Visual,
} from '../../../../analytics/dashboards/definition.ts';
import { applies, visualSql } from '../../../../analytics/dashboards/sql.ts';
import type { Problem } from '../../../api.ts';
import { ChartFrame } from '../charts/ChartFrame.tsx';
import { plainRows } from '../charts/values.ts';
import { NotForRole } from '../session/NotForRole.tsx';
import { useSession } from '../session/session.tsx';
import { useFormats } from '../settings/format.ts';
import { useSettings, useWords } from '../settings/settings.tsx';
import { ProblemAlert } from '../shell/ProblemAlert.tsx';
import { dashboardWords } from '../words/dashboards.ts';
import { drillAddress } from './address.ts';
import { plotOf } from './plots.ts';
import { RowsTable } from './RowsTable.tsx';
import { type Rows, useRows } from './useRows.ts';
import { type Row, writer } from './writing.ts';

interface Properties {
  readonly dashboard: Dashboard;
  readonly visual: Visual;
  /** Those of the page. */
  readonly filters: readonly Filter[];
  readonly chosen: Chosen;
}

export function VisualCard({ dashboard, visual, filters, chosen }: Properties) {
  const { language } = useSettings();
  const words = useWords(dashboardWords);
  const answer = useRows(() => visualSql(visual, filters, chosen));
  const isKpi = visual.kind === 'kpi';
  const kind = isKpi ? 'kpi' : visual.kind === 'table' ? 'wide' : 'chart-card';
  // A filter that was chosen and has no say here must not be taken for one that has.
  const deaf = filters.filter((filter) => chosen[filter.id] && !applies(filter, visual.view));
  const notes = [
    visual.note?.[language],
    deaf.length > 0 && words.unfiltered(deaf.map(({ title }) => title[language]).join(', ')),
  ].filter(Boolean);
  return (
    <section
      className={`${kind} ${answer.isLoading && answer.table ? 'waiting' : ''}`}
      aria-busy={answer.isLoading}
    >
      <Container
        fitHeight
        header={
          <Header variant={isKpi ? 'h3' : 'h2'} description={notes.join('. ')}>
            {visual.title[language]}
          </Header>
        }
      >
        <Content dashboard={dashboard} visual={visual} chosen={chosen} answer={answer} />
      </Container>
    </section>
  );
}

/** The compiler has checked that every column is there: one that is not is hidden from the role. */
const isHidden = ({ message }: Problem) => /cannot be resolved|does not exist/.test(message);

interface ContentProperties {
  readonly dashboard: Dashboard;
  readonly visual: Visual;
  readonly chosen: Chosen;
  readonly answer: Rows;
}

function Content({ dashboard, visual, chosen, answer }: ContentProperties) {
  const words = useWords(dashboardWords);
  const { count } = useFormats();
  const { seesAll } = useSession();
  const { table, problem, reload } = answer;
  const rows = useMemo(() => (table ? plainRows(table) : []), [table]);
  if (problem && !seesAll && isHidden(problem)) return <NotForRole />;
  if (problem) return <ProblemAlert problem={problem} onRetry={reload} />;
  if (!table) return <Spinner size={visual.kind === 'kpi' ? 'normal' : 'large'} />;
  if (visual.kind === 'kpi') return <Figure visual={visual} row={rows[0] ?? {}} />;
  const hasValues = visual.kind === 'table' || rows.some((row) => row.value_1 !== null);
  if (rows.length === 0 || !hasValues) return <Box color="text-body-secondary">{words.empty}</Box>;
  if (visual.kind !== 'table') {
    return <Chart dashboard={dashboard} visual={visual} chosen={chosen} answer={answer} rows={rows} />;
  }
  return (
    <>
      <RowsTable dashboard={dashboard} visual={visual} chosen={chosen} rows={rows} />
      {rows.length === visual.limit && (
        <Box color="text-body-secondary">{words.first(count(visual.limit))}</Box>
      )}
    </>
  );
}

function Figure({ visual, row }: { readonly visual: Extract<Visual, { kind: 'kpi' }>; readonly row: Row }) {
  const { language } = useSettings();
  const value = row.value_1;
  const isMissing = value === null || value === undefined;
  return <div className="kpi-value">{isMissing ? '–' : writer(visual.format, language)(value)}</div>;
}

interface ChartProperties extends ContentProperties {
  readonly visual: Bar | Line | HeatMap;
  readonly rows: readonly Row[];
}

function Chart({ dashboard, visual, chosen, answer, rows }: ChartProperties) {
  const { language } = useSettings();
  const { noValue } = useWords(dashboardWords);
  const options = useMemo(
    () => (width: number) => plotOf(visual, rows, { language, none: noValue }, width),
    [visual, rows, language, noValue],
  );
  const open = useCallback(
    (datum: unknown) => {
      const address = drillAddress(dashboard, visual, chosen, (datum as { readonly row: Row }).row);
      if (address) navigate(address);
    },
    [dashboard, visual, chosen],
  );
  if (!answer.table) return null;
  return (
    <ChartFrame
      title={visual.title[language]}
      options={options}
      table={answer.table}
      behind={<RowsTable dashboard={dashboard} visual={visual} chosen={chosen} rows={rows} />}
      {...('drill' in visual && visual.drill && { onPick: open })}
    />
  );
}
