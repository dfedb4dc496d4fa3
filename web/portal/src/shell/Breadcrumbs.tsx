import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import { useLocation } from 'wouter';
import { useWords } from '../settings/settings.tsx';
import { shellWords } from '../words/shell.ts';
import { pages } from './pages.ts';

/** The way from the home page to this one. */
export function Breadcrumbs() {
  const words = useWords(shellWords);
  const [address, navigate] = useLocation();
  const page = pages.findLast(
    ({ path }) => path !== '/' && (address === path || address.startsWith(`${path}/`)),
  );
  const below = page ? address.slice(page.path.length + 1) : '';
  const detail = below.split('/').at(-1) ?? '';
  if (page?.hasOwnBreadcrumbs && below !== '') return null;
  return (
    <BreadcrumbGroup
      ariaLabel={words.breadcrumbs}
      items={[
        { text: 'Aljibe', href: '/' },
        ...(page ? [{ text: words[page.word], href: page.path }] : []),
        ...(detail === '' ? [] : [{ text: detail, href: address }]),
      ]}
      onFollow={(event) => {
        event.preventDefault();
        navigate(event.detail.href);
      }}
    />
  );
}
