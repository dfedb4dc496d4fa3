import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Contract } from '../../../../datasets/contract.ts';
import type { SearchPage } from '../../../api.ts';
import { useFormats } from '../settings/format.ts';
import { useSettings, useWords } from '../settings/settings.tsx';
import { searchWords } from '../words/search.ts';
import { conditionOf } from './facets.ts';

interface Properties {
  readonly contract: Contract;
  readonly facets: SearchPage['facets'];
  /** Conditions that hold. */
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
}

/** How often each value occurs among what is found; a tick keeps only the rows with it. */
export function Facets({ contract, facets, chosen, onChoose }: Properties) {
  const words = useWords(searchWords);
  const { language } = useSettings();
  const { count } = useFormats();
  if (facets.length === 0) return null;
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            chosen.length > 0 && (
              <Button variant="inline-link" onClick={() => onChoose([])}>
                {words.clear}
              </Button>
            )
          }
        >
          {words.facets}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {facets.map(({ path, values, missing }) => {
          const counts = [...values, ...(missing > 0 ? [{ value: null, count: missing }] : [])];
          return (
            <FormField key={path} label={language === 'es' ? (contract.columns[path]?.es ?? path) : path}>
              {counts.map(({ value, count: rows }) => {
                const condition = conditionOf(contract, path, value);
                const isChosen = chosen.includes(condition);
                return (
                  <Checkbox
                    key={condition}
                    checked={isChosen}
                    onChange={() =>
                      onChoose(
                        isChosen ? chosen.filter((other) => other !== condition) : [...chosen, condition],
                      )
                    }
                  >
                    {value === null ? <i>{words.missing}</i> : <bdi>{String(value)}</bdi>} ({count(rows)})
                  </Checkbox>
                );
              })}
            </FormField>
          );
        })}
      </SpaceBetween>
    </Container>
  );
}
