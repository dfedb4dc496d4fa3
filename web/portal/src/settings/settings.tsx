import { applyMode, Mode } from '@cloudscape-design/global-styles';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type Language, languages, spoken, type WordTable } from '../words/words.ts';
import { keep, readChoice } from './stored.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

interface Settings {
  readonly language: Language;
  readonly theme: Theme;
  /** What is on screen. */
  readonly isDark: boolean;
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
}

const Context = createContext<Settings | null>(null);
const systemDark = matchMedia('(prefers-color-scheme: dark)');

/** Language and theme: what the person chose here, else what the browser asks for. */
export function SettingsProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(() => readChoice('language', languages) ?? browserLanguage());
  const [theme, setTheme] = useState(() => readChoice('theme', themes) ?? 'system');
  const isSystemDark = useSystemDark();
  const isDark = theme === 'system' ? isSystemDark : theme === 'dark';

  useEffect(() => applyMode(isDark ? Mode.Dark : Mode.Light), [isDark]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const settings = useMemo<Settings>(
    () => ({
      language,
      theme,
      isDark,
      setLanguage(chosen) {
        keep('language', chosen);
        setLanguage(chosen);
      },
      setTheme(chosen) {
        keep('theme', chosen);
        setTheme(chosen);
      },
    }),
    [language, theme, isDark],
  );
  return <Context value={settings}>{children}</Context>;
}

export function useSettings(): Settings {
  const settings = useContext(Context);
  if (!settings) throw new Error('there are no settings outside SettingsProvider');
  return settings;
}

/** What a part of the portal says, in the language of the person. */
export function useWords<T>(table: WordTable<T>): T {
  const { language } = useSettings();
  return useMemo(() => spoken(table, language), [table, language]);
}

function useSystemDark(): boolean {
  const [isDark, setIsDark] = useState(systemDark.matches);
  useEffect(() => {
    const onChange = () => setIsDark(systemDark.matches);
    systemDark.addEventListener('change', onChange);
    return () => systemDark.removeEventListener('change', onChange);
  }, []);
  return isDark;
}

function browserLanguage(): Language {
  for (const tag of navigator.languages) {
    const found = languages.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}
