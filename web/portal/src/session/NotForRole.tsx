import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useWords } from '../settings/settings.tsx';
import { sessionWords } from '../words/session.ts';

/** In the place of what a role does not see. */
export function NotForRole() {
  const words = useWords(sessionWords);
  return (
    <div>
      <StatusIndicator type="info">{words.notForRole}</StatusIndicator>
      <p>{words.notForRoleWhy}</p>
    </div>
  );
}
