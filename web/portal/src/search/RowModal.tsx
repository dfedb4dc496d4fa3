import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Contract } from '../../../../datasets/contract.ts';
import type { SearchItem } from '../../../api.ts';
import { useJson } from '../data/useJson.ts';
import { Value } from '../rows/Value.tsx';
import { useSettings, useWords } from '../settings/settings.tsx';
import { Loading } from '../shell/Loading.tsx';
import { ProblemAlert } from '../shell/ProblemAlert.tsx';
import { searchWords } from '../words/search.ts';
import { RelatedRows } from './RelatedRows.tsx';

interface Properties {
  readonly contract: Contract;
  readonly item: SearchItem;
  readonly onClose: () => void;
}

/** One row with all its columns, and the rows that it has to do with. */
export function RowModal({ contract, item, onClose }: Properties) {
  const words = useWords(searchWords);
  const { language } = useSettings();
  const key = String(item.row[contract.key]);
  const { value, problem } = useJson<SearchItem>(
    `/api/datasets/${contract.name}/rows/${encodeURIComponent(key)}`,
  );
  return (
    <Modal
      visible
      size="large"
      header={`${contract.name} ${key}`}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button onClick={onClose}>{words.close}</Button>
        </Box>
      }
    >
      <SpaceBetween size="l">
        <KeyValuePairs
          columns={3}
          items={Object.entries(contract.columns).map(([name, { es }]) => ({
            label: language === 'es' ? es : name,
            value: <Value value={item.row[name]} />,
          }))}
        />
        <Header variant="h3">{words.related}</Header>
        {problem && <ProblemAlert problem={problem} />}
        {!problem && !value && <Loading />}
        {value &&
          Object.entries(value.included)
            .filter(([, { items }]) => items.length > 0)
            .map(([relation, related]) => (
              <RelatedRows key={relation} relation={relation} related={related} />
            ))}
      </SpaceBetween>
    </Modal>
  );
}
