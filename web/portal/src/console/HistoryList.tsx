import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useFormats } from '../settings/format.ts';
import { useWords } from '../settings/settings.tsx';
import { consoleWords } from '../words/console.ts';
import type { Remembered } from './history.ts';

interface Properties {
  readonly history: readonly Remembered[];
  readonly onUse: (sql: string) => void;
  readonly onForget: () => void;
}

export function HistoryList({ history, onUse, onForget }: Properties) {
  const words = useWords(consoleWords);
  const { instant } = useFormats();
  if (history.length === 0) return null;
  return (
    <ExpandableSection
      variant="container"
      headerText={words.history}
      headerCounter={`(${history.length})`}
      headerActions={<Button onClick={onForget}>{words.clearHistory}</Button>}
    >
      <SpaceBetween size="s">
        {history.map(({ sql, at }) => (
          <div key={sql} className="sql-remembered">
            <Button
              iconName="upload"
              variant="icon"
              ariaLabel={`${words.useAgain}: ${sql}`}
              onClick={() => onUse(sql)}
            />
            <div>
              <small>{instant(at)}</small>
              <pre>{sql}</pre>
            </div>
          </div>
        ))}
      </SpaceBetween>
    </ExpandableSection>
  );
}
