import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useWords } from '../settings/settings.tsx';
import { shellWords } from '../words/shell.ts';

export function Loading() {
  const { loading } = useWords(shellWords);
  return (
    <Box padding="l" textAlign="center">
      <StatusIndicator type="loading">{loading}</StatusIndicator>
    </Box>
  );
}
