import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Contract } from '../../../../datasets/contract.ts';
import { useSettings, useWords } from '../settings/settings.tsx';
import { searchWords } from '../words/search.ts';
import type { Asked } from './asked.ts';

interface Properties {
  readonly asked: Asked;
  readonly contracts: readonly Contract[];
  readonly onAsk: (changed: Partial<Asked>) => void;
}

export function SearchForm({ asked, contracts, onAsk }: Properties) {
  const words = useWords(searchWords);
  const { language } = useSettings();
  const [text, setText] = useState(asked.text);
  const [filter, setFilter] = useState(asked.filter);
  const [sort, setSort] = useState(asked.sort);
  const optionOf = ({ name, es }: Contract) =>
    language === 'es' ? { value: name, label: es, labelTag: name } : { value: name, label: name };
  const chosen = contracts.find(({ name }) => name === asked.dataset);
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onAsk({ text, filter, sort });
        }}
      >
        <Container>
          <SpaceBetween size="s">
            <Grid gridDefinition={[{ colspan: { default: 12, s: 4 } }, { colspan: { default: 12, s: 8 } }]}>
              <FormField stretch label={words.dataset}>
                <Select
                  selectedOption={chosen ? optionOf(chosen) : { value: asked.dataset, label: asked.dataset }}
                  options={contracts.map(optionOf)}
                  filteringType="auto"
                  onChange={({ detail }) =>
                    onAsk({
                      dataset: detail.selectedOption.value ?? asked.dataset,
                      filter: '',
                      sort: '',
                      chosen: [],
                    })
                  }
                />
              </FormField>
              <FormField label={words.text} stretch>
                <Input
                  type="search"
                  value={text}
                  placeholder={words.textHint}
                  onChange={({ detail }) => setText(detail.value)}
                />
              </FormField>
            </Grid>
            <Grid gridDefinition={[{ colspan: { default: 12, s: 8 } }, { colspan: { default: 12, s: 4 } }]}>
              <FormField stretch label={words.filter} constraintText={words.filterHint}>
                <Input value={filter} spellcheck={false} onChange={({ detail }) => setFilter(detail.value)} />
              </FormField>
              <FormField stretch label={words.sort} constraintText={words.sortHint}>
                <Input value={sort} spellcheck={false} onChange={({ detail }) => setSort(detail.value)} />
              </FormField>
            </Grid>
            <Button variant="primary" formAction="submit">
              {words.search}
            </Button>
          </SpaceBetween>
        </Container>
      </form>
    </search>
  );
}
