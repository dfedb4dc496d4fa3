import TopNavigation from '@cloudscape-design/components/top-navigation';
import { useLocation } from 'wouter';
import { useAccountMenu } from '../session/accountMenu.ts';
import { type Theme, themes, useSettings, useWords } from '../settings/settings.tsx';
import { shellWords } from '../words/shell.ts';
import type { Language } from '../words/words.ts';
import { languages } from '../words/words.ts';
import icon from './icon.svg?no-inline';

/** A language is named in itself, so that who cannot read the present one finds it. */
const languageNames: Readonly<Record<Language, string>> = { es: 'Español', en: 'English' };

export function TopBar() {
  const { language, theme, setLanguage, setTheme } = useSettings();
  const [, navigate] = useLocation();
  const words = useWords(shellWords);
  const themeNames: Readonly<Record<Theme, string>> = {
    system: words.themeSystem,
    light: words.themeLight,
    dark: words.themeDark,
  };
  return (
    <TopNavigation
      identity={{
        href: '/',
        title: 'Aljibe',
        logo: { src: icon, alt: '' },
        onFollow(event) {
          event.preventDefault();
          navigate('/');
        },
      }}
      i18nStrings={{
        overflowMenuTriggerText: words.more,
        overflowMenuTitleText: words.more,
        overflowMenuBackIconAriaLabel: words.back,
        overflowMenuDismissIconAriaLabel: words.close,
      }}
      utilities={[
        {
          type: 'menu-dropdown',
          text: languageNames[language],
          ariaLabel: `${words.language}: ${languageNames[language]}`,
          title: words.language,
          items: languages.map((id) => ({ id, text: languageNames[id], disabled: id === language })),
          onItemClick: ({ detail }) => setLanguage(detail.id as Language),
        },
        {
          type: 'menu-dropdown',
          text: themeNames[theme],
          ariaLabel: `${words.theme}: ${themeNames[theme]}`,
          title: words.theme,
          items: themes.map((id) => ({ id, text: themeNames[id], disabled: id === theme })),
          onItemClick: ({ detail }) => setTheme(detail.id as Theme),
        },
        ...useAccountMenu(),
      ]}
    />
  );
}
