import { useMemo } from 'react';
import type { Language } from '../words/words.ts';
import { useSettings } from './settings.tsx';

/** How values are written in a language. */
export function formatsOf(language: Language) {
  const count = new Intl.NumberFormat(language, { useGrouping: 'min2' });
  const decimal = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const instant = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  return {
    count: (value: number) => count.format(value),
    decimal: (value: number) => decimal.format(value),
    percent: (share: number) => percent.format(share),
    /** @param text canonical, UTC; shown at the person's place */
    instant: (text: string) => instant.format(new Date(text)),
    /** `840 ms`, `3.2 s`, `4 min`. */
    duration(ms: number): string {
      if (ms < 1000) return `${Math.round(ms)} ms`;
      if (ms < 60_000) return `${decimal.format(ms / 1000)} s`;
      if (ms < 3_600_000) return `${decimal.format(ms / 60_000)} min`;
      return `${decimal.format(ms / 3_600_000)} h`;
    },
    /** `3 min. ago`, of a time that has passed. */
    ago(ms: number): string {
      const seconds = Math.max(0, ms / 1000);
      if (seconds < 60) return relative.format(-Math.floor(seconds), 'second');
      if (seconds < 3600) return relative.format(-Math.floor(seconds / 60), 'minute');
      if (seconds < 86_400) return relative.format(-Math.floor(seconds / 3600), 'hour');
      return relative.format(-Math.floor(seconds / 86_400), 'day');
    },
  };
}

export function useFormats() {
  const { language } = useSettings();
  return useMemo(() => formatsOf(language), [language]);
}
