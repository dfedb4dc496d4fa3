import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useLocation } from 'wouter';
import type { ViewFacts } from '../../../api.ts';
import { useJson } from '../data/useJson.ts';
import { RowGrid } from '../rows/RowGrid.tsx';
import { useWords } from '../settings/settings.tsx';
import { Loading } from '../shell/Loading.tsx';
import { PageLink } from '../shell/PageLink.tsx';
import { ProblemAlert } from '../shell/ProblemAlert.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { catalogueWords } from '../words/catalogue.ts';
import { Lineage } from './Lineage.tsx';

export function ViewDetails({ name }: { readonly name: string }) {
  const words = useWords(catalogueWords);
  const [, navigate] = useLocation();
  const { value, problem, reload } = useJson<ViewFacts>(`/api/views/${encodeURIComponent(name)}`);
  useTitle(name);
  if (problem) return <ProblemAlert problem={problem} onRetry={reload} />;
  if (!value) return <Loading />;
  const { es, meaning, grain, owner, authority, reads, columns, sql } = value;
  const example = `SELECT *\nFROM marts.${name}\nLIMIT 100`;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={
            <>
              <span lang="es">{es}</span>: <span lang="en">{meaning}</span>
            </>
          }
          actions={
            <Button onClick={() => navigate(`~/sql?sql=${encodeURIComponent(example)}`)}>
              {words.openInConsole}
            </Button>
          }
        >
          marts.{name}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Container>
          <KeyValuePairs
            columns={3}
            items={[
              { label: words.grain, value: <span lang="en">{grain}</span> },
              { label: words.owner, value: owner },
              {
                label: words.reads,
                value: (
                  <SpaceBetween direction="horizontal" size="xs">
                    {reads.map((read) => (
                      <PageLink key={read} to={pathOf(read)}>
                        {read}
                      </PageLink>
                    ))}
                  </SpaceBetween>
                ),
              },
              ...(authority ? [{ label: words.authority, value: <span lang="en">{authority}</span> }] : []),
            ]}
          />
        </Container>
        <Tabs
          tabs={[
            {
              id: 'dictionary',
              label: words.dictionary,
              content: (
                <RowGrid
                  label={words.dictionary}
                  columns={[words.column, words.type]}
                  rows={columns.map((column) => [column.name, column.type])}
                  empty=""
                />
              ),
            },
            { id: 'lineage', label: words.lineage, content: <Lineage table={`marts.${name}`} /> },
            { id: 'definition', label: words.definition, content: <pre className="as-written">{sql}</pre> },
          ]}
        />
      </SpaceBetween>
    </ContentLayout>
  );
}

/** `curated.students` is a dataset, `marts.stays` a view. */
const pathOf = (table: string) =>
  table.startsWith('marts.')
    ? `/catalogue/views/${table.slice('marts.'.length)}`
    : `/catalogue/${table.replace(/^curated\./, '')}`;
