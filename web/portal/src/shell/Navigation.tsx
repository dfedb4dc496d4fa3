import SideNavigation from '@cloudscape-design/components/side-navigation';
import { useLocation } from 'wouter';
import { useSession } from '../session/session.tsx';
import { useWords } from '../settings/settings.tsx';
import { shellWords } from '../words/shell.ts';
import { pages } from './pages.ts';

export function Navigation({ onFollow }: { readonly onFollow: () => void }) {
  const words = useWords(shellWords);
  const [address, navigate] = useLocation();
  const { seesAll } = useSession();
  const shown = pages.filter(({ needsAll }) => seesAll || !needsAll);
  const here = pages.findLast(({ path }) => address === path || address.startsWith(`${path}/`));
  return (
    <SideNavigation
      activeHref={here?.path ?? ''}
      items={shown.map(({ path, word }) => ({ type: 'link', text: words[word], href: path }))}
      onFollow={(event) => {
        event.preventDefault();
        navigate(event.detail.href);
        onFollow();
      }}
    />
  );
}
