import Cards from '@cloudscape-design/components/cards';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { dashboards } from '../../../../analytics/dashboards/dashboards.ts';
import { useSettings, useWords } from '../settings/settings.tsx';
import { PageLink } from '../shell/PageLink.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { dashboardWords } from '../words/dashboards.ts';

export function DashboardList() {
  const { language } = useSettings();
  const words = useWords(dashboardWords);
  useTitle(words.title);
  return (
    <ContentLayout header={<Header variant="h1">{words.title}</Header>}>
      <Cards
        items={dashboards}
        trackBy="id"
        cardsPerRow={[{ cards: 1 }, { minWidth: 600, cards: 2 }, { minWidth: 1000, cards: 3 }]}
        cardDefinition={{
          header: ({ id, title }) => <PageLink to={`/dashboards/${id}`}>{title[language]}</PageLink>,
          sections: [{ id: 'meaning', content: ({ meaning }) => meaning[language] }],
        }}
      />
    </ContentLayout>
  );
}
