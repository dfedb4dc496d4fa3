import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { QualityRule, Severity } from '../../../../datasets/contract.ts';
import type { QualityPage } from '../../../api.ts';
import { useJson } from '../data/useJson.ts';
import { useSession } from '../session/session.tsx';
import { useFormats } from '../settings/format.ts';
import { useWords } from '../settings/settings.tsx';
import { ProblemAlert } from '../shell/ProblemAlert.tsx';
import { catalogueWords } from '../words/catalogue.ts';

interface Properties {
  readonly dataset: string;
  readonly rules: readonly QualityRule[];
}

const marks = {
  warning: 'warning',
  error: 'error',
  quarantine: 'error',
  hold: 'error',
} as const satisfies Record<Severity, string>;

/** The rules of a dataset and, when somebody asks, how many rows break each of them. */
export function Quality({ dataset, rules }: Properties) {
  const words = useWords(catalogueWords);
  const { count, percent } = useFormats();
  const { seesAll } = useSession();
  const [isAsked, setAsked] = useState(false);
  const { value, problem, isLoading, reload } = useJson<QualityPage>(
    isAsked ? `/api/datasets/${encodeURIComponent(dataset)}/quality` : null,
  );
  const outcome = ({ name }: QualityRule) => {
    const measured = value?.find(({ rule }) => rule === name);
    if (!measured) return isLoading ? <StatusIndicator type="loading" /> : '';
    const { isKept, severity, broken, rows } = measured;
    return (
      <StatusIndicator type={isKept ? 'success' : marks[severity]}>
        {isKept && broken === 0 ? words.kept : words.broken(count(broken), count(rows))}
      </StatusIndicator>
    );
  };
  const demand = (rule: QualityRule): string => {
    switch (rule.kind) {
      case 'between':
        return words.between(rule.column, rule.min ?? '−∞', rule.max ?? '∞');
      case 'ordered':
        return words.ordered(rule.first, rule.second);
      case 'unique':
        return words.unique(rule.columns.join(', '));
      case 'complete':
        return words.complete(rule.column, percent(rule.share));
      case 'resolves':
        return words.resolves(rule.column);
      case 'sql':
        return words.asMeant(rule);
    }
  };
  const table = (
    <Table
      items={rules}
      trackBy="name"
      empty={words.noRules}
      wrapLines
      columnDefinitions={[
        { id: 'name', header: words.rule, cell: ({ name }) => name, isRowHeader: true },
        ...(isAsked ? [{ id: 'outcome', header: words.outcome, cell: outcome }] : []),
        {
          id: 'severity',
          header: words.severity,
          cell: ({ severity }) => <StatusIndicator type={marks[severity]}>{words[severity]}</StatusIndicator>,
        },
        { id: 'demand', header: words.demand, cell: demand },
      ]}
    />
  );
  return (
    <SpaceBetween size="s">
      {rules.length > 0 && seesAll && (
        <Button loading={isLoading} onClick={() => (isAsked ? reload() : setAsked(true))}>
          {words.measureNow}
        </Button>
      )}
      {problem && <ProblemAlert problem={problem} />}
      {table}
    </SpaceBetween>
  );
}
