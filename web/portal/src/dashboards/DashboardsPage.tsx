import { Route, Switch } from 'wouter';
import { dashboards } from '../../../../analytics/dashboards/dashboards.ts';
import { NotFound } from '../shell/NotFound.tsx';
import { DashboardList } from './DashboardList.tsx';
import { DashboardPage } from './DashboardPage.tsx';
import './dashboards.css';

/** The list of dashboards, and each under its id: its first page, and the others under theirs. */
export default function DashboardsPage() {
  return (
    <Switch>
      <Route path="/" component={DashboardList} />
      <Route path="/:id/:page?">
        {({ id, page: pageId }) => {
          const dashboard = dashboards.find((one) => one.id === id);
          const page = dashboard?.pages.find((one, index) => (pageId ? one.id === pageId : index === 0));
          return dashboard && page ? (
            // Another page is another set of charts: nothing of the one before is kept.
            <DashboardPage key={`${dashboard.id}/${page.id}`} dashboard={dashboard} page={page} />
          ) : (
            <NotFound />
          );
        }}
      </Route>
    </Switch>
  );
}
