import type { TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { useWords } from '../settings/settings.tsx';
import { sessionWords } from '../words/session.ts';
import { useSession } from './session.tsx';

/** Who is signed in, as what, and the way out; nothing where nobody needs an account. */
export function useAccountMenu(): TopNavigationProps.Utility[] {
  const words = useWords(sessionWords);
  const { account, signOut } = useSession();
  if (!account) return [];
  const { name, role, schools } = account;
  const where = schools.length > 0 ? schools.join(', ') : words.allSchools;
  return [
    {
      type: 'menu-dropdown',
      iconName: 'user-profile',
      text: name,
      ariaLabel: `${words.account}: ${name}`,
      title: name,
      description: `${words[role]} · ${where}`,
      items: [{ id: 'sign-out', text: words.signOut }],
      onItemClick: signOut,
    },
  ];
}
