import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo } from 'react';
import { useSearch } from 'wouter';
import { navigate } from 'wouter/use-browser-location';
import type { Dashboard, Page } from '../../../../analytics/dashboards/definition.ts';
import { useSettings, useWords } from '../settings/settings.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { dashboardWords } from '../words/dashboards.ts';
import { addressOf, chosenIn, filtersOf } from './address.ts';
import { FilterBar } from './FilterBar.tsx';
import { VisualCard } from './VisualCard.tsx';

const widths = ['', 'one', 'two', 'three'];

/** A page of a dashboard; what is chosen stands in its address, so that it can be sent to somebody. */
export function DashboardPage({ dashboard, page }: { readonly dashboard: Dashboard; readonly page: Page }) {
  const { language } = useSettings();
  const words = useWords(dashboardWords);
  const search = useSearch();
  const filters = useMemo(() => filtersOf(dashboard, page), [dashboard, page]);
  const chosen = useMemo(() => chosenIn(search, filters), [search, filters]);
  const title = dashboard.title[language];
  const first = dashboard.pages[0] ?? page;
  useTitle(page === first ? title : `${title}: ${page.title[language]}`);
  const kpis = page.visuals.filter(({ kind }) => kind === 'kpi').length;
  return (
    <ContentLayout
      breadcrumbs={
        <BreadcrumbGroup
          items={[
            { text: 'Aljibe', href: '/' },
            { text: words.title, href: '/dashboards' },
            { text: title, href: addressOf(dashboard, first, chosen) },
            ...(page === first
              ? []
              : [{ text: page.title[language], href: addressOf(dashboard, page, chosen) }]),
          ]}
          onFollow={(event) => {
            event.preventDefault();
            navigate(event.detail.href);
          }}
        />
      }
      header={
        <SpaceBetween size="m">
          <Header variant="h1" description={dashboard.meaning[language]}>
            {page === first ? title : `${title}: ${page.title[language]}`}
          </Header>
          <FilterBar
            filters={filters}
            chosen={chosen}
            onChoose={(next) => navigate(addressOf(dashboard, page, next))}
          />
        </SpaceBetween>
      }
    >
      <div className={`dashboard ${widths[kpis] ?? ''}`}>
        {page.visuals.map((visual) => (
          <VisualCard
            key={visual.id}
            dashboard={dashboard}
            visual={visual}
            filters={filters}
            chosen={chosen}
          />
        ))}
      </div>
    </ContentLayout>
  );
}
