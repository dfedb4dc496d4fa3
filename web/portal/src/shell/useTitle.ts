import { useEffect } from 'react';

/** Title of the browser's tab, while this page is open. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Aljibe`;
  }, [title]);
}
