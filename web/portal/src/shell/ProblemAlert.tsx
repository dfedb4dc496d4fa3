import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { Problem } from '../../../api.ts';
import { useWords } from '../settings/settings.tsx';
import { shellWords } from '../words/shell.ts';

interface Properties {
  readonly problem: Problem;
  readonly onRetry?: () => void;
}

/** What went wrong, in the words of the server, and the way out. */
export function ProblemAlert({ problem, onRetry }: Properties) {
  const words = useWords(shellWords);
  return (
    <Alert
      type="error"
      header={words.failed}
      action={onRetry && <Button onClick={onRetry}>{words.retry}</Button>}
    >
      <div className="as-written">{problem.message}</div>
      {problem.hint && <div className="as-written">{problem.hint}</div>}
    </Alert>
  );
}
