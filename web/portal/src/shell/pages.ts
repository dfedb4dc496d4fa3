import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { shellWords } from '../words/shell.ts';

export interface Page {
  /** Address of the page, and of what is below it. */
  readonly path: string;
  readonly word: keyof typeof shellWords;
  /** Loaded when it is opened. It gets what stands behind its path in the address. */
  readonly Content: LazyExoticComponent<ComponentType>;
  /** It says itself where one is, in words that its address lacks. */
  readonly hasOwnBreadcrumbs?: true;
  /** Only for those who see the rows of everybody. */
  readonly needsAll?: true;
}

/** The pages of the portal, in the order of the navigation. */
export const pages: readonly Page[] = [
  { path: '/', word: 'home', Content: lazy(() => import('../home/HomePage.tsx')) },
  {
    path: '/dashboards',
    word: 'dashboards',
    Content: lazy(() => import('../dashboards/DashboardsPage.tsx')),
    hasOwnBreadcrumbs: true,
  },
  { path: '/catalogue', word: 'catalogue', Content: lazy(() => import('../catalogue/CataloguePage.tsx')) },
  {
    path: '/search',
    word: 'search',
    Content: lazy(() => import('../search/SearchPage.tsx')),
    needsAll: true,
  },
  { path: '/sql', word: 'sql', Content: lazy(() => import('../console/ConsolePage.tsx')) },
];
