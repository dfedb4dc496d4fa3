import Badge from '@cloudscape-design/components/badge';
import Table from '@cloudscape-design/components/table';
import type { Disclosure } from '../../../../datasets/columns.ts';
import type { Contract } from '../../../../datasets/contract.ts';
import { useWords } from '../settings/settings.tsx';
import { PageLink } from '../shell/PageLink.tsx';
import { catalogueWords } from '../words/catalogue.ts';
import { typeText } from './typeText.ts';

const colours: Readonly<Record<Disclosure, 'grey' | 'blue' | 'severity-medium' | 'severity-high'>> = {
  nothing: 'grey',
  identity: 'blue',
  contact: 'severity-medium',
  sensitive: 'severity-high',
};

/** Every column: what it is, what it says of a person, what it refers to. */
export function Dictionary({ contract }: { readonly contract: Contract }) {
  const words = useWords(catalogueWords);
  const columns = Object.entries(contract.columns).map(([name, column]) => ({ name, ...column }));
  return (
    <Table
      items={columns}
      trackBy="name"
      wrapLines
      contentDensity="compact"
      columnDefinitions={[
        { id: 'name', header: words.column, cell: ({ name }) => name, isRowHeader: true, minWidth: 150 },
        { id: 'es', header: words.label, cell: ({ es }) => <span lang="es">{es}</span>, minWidth: 120 },
        { id: 'type', header: words.type, cell: ({ type }) => typeText(type), minWidth: 90 },
        {
          id: 'required',
          header: words.required,
          cell: ({ optional }) => (optional ? words.no : words.yes),
        },
        {
          id: 'reveals',
          header: words.reveals,
          cell: ({ reveals = 'nothing' }) => <Badge color={colours[reveals]}>{words[reveals]}</Badge>,
        },
        {
          id: 'references',
          header: words.refersTo,
          cell: ({ references }) =>
            references && <PageLink to={`/catalogue/${references}`}>{references}</PageLink>,
        },
        {
          id: 'meaning',
          header: words.columnMeaning,
          cell: ({ meaning, vocabulary }) => (
            <>
              <span lang="en">{meaning}</span>
              {vocabulary && (
                <div>
                  {words.vocabulary}: {vocabulary.join(', ')}
                </div>
              )}
            </>
          ),
          minWidth: 240,
        },
      ]}
    />
  );
}
