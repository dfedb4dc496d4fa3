import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useWords } from '../settings/settings.tsx';
import { consoleWords } from '../words/console.ts';

/** How the engine would run a statement, in its own words. */
export function Plan({ text }: { readonly text: string }) {
  const words = useWords(consoleWords);
  return (
    <Container header={<Header variant="h2">{words.plan}</Header>}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className="sql-plan" tabIndex={0} aria-label={words.plan}>
        {text}
      </section>
    </Container>
  );
}
