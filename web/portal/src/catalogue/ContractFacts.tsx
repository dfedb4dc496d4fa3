import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { Contract } from '../../../../datasets/contract.ts';
import { useWords } from '../settings/settings.tsx';
import { catalogueWords } from '../words/catalogue.ts';

export function ContractFacts({ contract }: { readonly contract: Contract }) {
  const words = useWords(catalogueWords);
  const { key, kind, version, freshness, retention, scope } = contract;
  const { period, from } = retention;
  const scopeText = {
    column: () => (scope.kind === 'column' ? scope.column : ''),
    bridge: () => (scope.kind === 'bridge' ? `${scope.through}.${scope.on}` : ''),
    shared: () => words.shared,
  };
  return (
    <Container>
      <KeyValuePairs
        columns={3}
        items={[
          { label: words.key, value: key },
          { label: words.kind, value: kind },
          { label: words.version, value: String(version) },
          { label: words.freshness, value: freshness },
          {
            label: words.retention,
            value: from === 'deletion' ? words.fromDeletion(period) : words.fromColumn(period, from),
          },
          { label: words.scope, value: scopeText[scope.kind]() },
        ]}
      />
    </Container>
  );
}
