import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Problem } from '../../../api.ts';
import { useWords } from '../settings/settings.tsx';
import { ProblemAlert } from '../shell/ProblemAlert.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { sessionWords } from '../words/session.ts';

/** What stands there for whoever may not enter. */
export function SignIn({ problem }: { readonly problem: Problem | null }) {
  const words = useWords(sessionWords);
  useTitle(words.signInTitle);
  return (
    <main className="sign-in">
      <Container header={<Header variant="h1">{words.signInTitle}</Header>}>
        <SpaceBetween size="m">
          {problem && <ProblemAlert problem={problem} />}
          <Box>{words.askForLink}</Box>
          <Box>
            {words.howToLink} <Box variant="code">aljibe user link NAME</Box>
          </Box>
        </SpaceBetween>
      </Container>
    </main>
  );
}
