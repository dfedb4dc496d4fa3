import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { useState } from 'react';
import type { Problem } from '../../../api.ts';
import { saveFile } from '../charts/saveFile.ts';
import { ask } from '../data/api.ts';
import { problemOf } from '../data/problem.ts';
import { useWords } from '../settings/settings.tsx';
import { consoleWords } from '../words/console.ts';

interface Properties {
  /** The statement whose rows are on screen: all of its rows are downloaded. */
  readonly sql: string;
  readonly onProblem: (problem: Problem) => void;
}

export function Downloads({ sql, onProblem }: Properties) {
  const words = useWords(consoleWords);
  const [isLoading, setIsLoading] = useState(false);
  async function download(format: string): Promise<void> {
    setIsLoading(true);
    try {
      const response = await ask('/api/sql', { method: 'POST', body: { sql, format } });
      saveFile(await response.blob(), `aljibe.${format}`);
    } catch (error) {
      onProblem(problemOf(error));
    } finally {
      setIsLoading(false);
    }
  }
  return (
    <ButtonDropdown
      loading={isLoading}
      items={[
        { id: 'csv', text: words.downloadCsv },
        { id: 'parquet', text: 'Parquet' },
        { id: 'arrow', text: 'Arrow' },
        { id: 'jsonl', text: 'JSON Lines' },
      ]}
      onItemClick={({ detail }) => void download(detail.id)}
    >
      {words.download}
    </ButtonDropdown>
  );
}
