import AppLayout from '@cloudscape-design/components/app-layout-toolbar';
import { I18nProvider } from '@cloudscape-design/components/i18n';
import english from '@cloudscape-design/components/i18n/messages/all.en';
import spanish from '@cloudscape-design/components/i18n/messages/all.es';
import { Suspense, useState } from 'react';
import { createPortal } from 'react-dom';
import { Route, Switch } from 'wouter';
import { NotForRole } from '../session/NotForRole.tsx';
import { useSession } from '../session/session.tsx';
import { useSettings, useWords } from '../settings/settings.tsx';
import { shellWords } from '../words/shell.ts';
import { Breadcrumbs } from './Breadcrumbs.tsx';
import { Loading } from './Loading.tsx';
import { Navigation } from './Navigation.tsx';
import { NotFound } from './NotFound.tsx';
import { PageBoundary } from './PageBoundary.tsx';
import { pages } from './pages.ts';
import { TopBar } from './TopBar.tsx';

/** Below this width the navigation covers the page, and goes away when it has led somewhere. */
const narrow = matchMedia('(max-width: 688px)');

/** What stands around every page. */
export function Shell({ top }: { readonly top: Element }) {
  const { language } = useSettings();
  const { seesAll } = useSession();
  const words = useWords(shellWords);
  const [isNavigationOpen, setIsNavigationOpen] = useState(!narrow.matches);
  return (
    <I18nProvider locale={language} messages={[english, spanish]}>
      {createPortal(<TopBar />, top)}
      <AppLayout
        headerSelector="#top"
        toolsHide
        breadcrumbs={<Breadcrumbs />}
        navigation={<Navigation onFollow={() => narrow.matches && setIsNavigationOpen(false)} />}
        navigationOpen={isNavigationOpen}
        navigationWidth={220}
        onNavigationChange={({ detail }) => setIsNavigationOpen(detail.open)}
        ariaLabels={{
          navigation: words.navigation,
          navigationToggle: words.openNavigation,
          navigationClose: words.closeNavigation,
        }}
        content={
          <Switch>
            {pages.map(({ path, Content, needsAll }) => (
              <Route key={path} path={path} nest={path !== '/'}>
                <PageBoundary>
                  <Suspense fallback={<Loading />}>
                    {seesAll || !needsAll ? <Content /> : <NotForRole />}
                  </Suspense>
                </PageBoundary>
              </Route>
            ))}
            <Route component={NotFound} />
          </Switch>
        }
      />
    </I18nProvider>
  );
}
