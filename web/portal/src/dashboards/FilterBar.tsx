import FormField from '@cloudscape-design/components/form-field';
import Multiselect from '@cloudscape-design/components/multiselect';
import TokenGroup from '@cloudscape-design/components/token-group';
import { useMemo } from 'react';
import type { Chosen, Filter } from '../../../../analytics/dashboards/definition.ts';
import { optionsSql } from '../../../../analytics/dashboards/sql.ts';
import { plainRows } from '../charts/values.ts';
import { useSettings, useWords } from '../settings/settings.tsx';
import { dashboardWords } from '../words/dashboards.ts';
import { type Rows, useRows } from './useRows.ts';
import { shownIn } from './writing.ts';

interface Properties {
  readonly filters: readonly Filter[];
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}

export function FilterBar({ filters, chosen, onChoose }: Properties) {
  return (
    <div className="dashboard-filters">
      {filters.map((filter) => {
        const values = chosen[filter.id] ?? [];
        const choose = (next: readonly string[]) => onChoose({ ...chosen, [filter.id]: next });
        if (filter.kind === 'choice') {
          return <Choice key={filter.id} filter={filter} values={values} onChoose={choose} />;
        }
        return (
          values.length > 0 && <Subject key={filter.id} filter={filter} values={values} onChoose={choose} />
        );
      })}
    </div>
  );
}

interface FilterProperties {
  readonly filter: Filter;
  readonly values: readonly string[];
  readonly onChoose: (values: readonly string[]) => void;
}

function Choice({ filter, values, onChoose }: FilterProperties) {
  const { language } = useSettings();
  const words = useWords(dashboardWords);
  const answer = useRows(() => optionsSql(filter));
  const options = useOptions(filter, answer);
  const latest = filter.initially ? options.at(-1)?.label : undefined;
  return (
    <FormField label={filter.title[language]} errorText={answer.problem?.message}>
      <Multiselect
        options={options}
        selectedOptions={values.map(
          (value) => options.find((option) => option.value === value) ?? { value, label: value },
        )}
        placeholder={latest === undefined ? words.all : words.latest(latest)}
        statusType={answer.isLoading ? 'loading' : 'finished'}
        filteringType="auto"
        tokenLimit={2}
        keepOpen={false}
        onChange={({ detail }) => onChoose(detail.selectedOptions.map(({ value }) => value ?? ''))}
      />
    </FormField>
  );
}

/** What a drill has set: it can be taken away, but not chosen. */
function Subject({ filter, values, onChoose }: FilterProperties) {
  const { language } = useSettings();
  const words = useWords(dashboardWords);
  const options = useOptions(
    filter,
    useRows(() => optionsSql(filter, values)),
  );
  const labels = values.map((value) => options.find((option) => option.value === value)?.label ?? value);
  return (
    <FormField label={filter.title[language]}>
      <TokenGroup
        items={labels.map((label) => ({ label, dismissLabel: words.remove(label) }))}
        onDismiss={({ detail }) => onChoose(values.filter((_, index) => index !== detail.itemIndex))}
      />
    </FormField>
  );
}

function useOptions(filter: Filter, { table }: Rows) {
  const { language } = useSettings();
  const { noValue } = useWords(dashboardWords);
  return useMemo(() => {
    const dimension = { ...filter, title: filter.title };
    return (table ? plainRows(table) : []).map((row) => ({
      value: String(row[filter.column]),
      label: shownIn(dimension, row, language, noValue),
    }));
  }, [filter, table, language, noValue]);
}
