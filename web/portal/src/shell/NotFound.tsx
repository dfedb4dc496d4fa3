import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useWords } from '../settings/settings.tsx';
import { shellWords } from '../words/shell.ts';
import { PageLink } from './PageLink.tsx';

export function NotFound() {
  const words = useWords(shellWords);
  return (
    <ContentLayout header={<Header variant="h1">{words.notFoundTitle}</Header>}>
      <p>{words.notFound}</p>
      <PageLink to="/">{words.goHome}</PageLink>
    </ContentLayout>
  );
}
