import { Route, Switch } from 'wouter';
import { NotFound } from '../shell/NotFound.tsx';
import { CatalogueList } from './CatalogueList.tsx';
import { DatasetDetails } from './DatasetDetails.tsx';
import { ViewDetails } from './ViewDetails.tsx';

export default function CataloguePage() {
  return (
    <Switch>
      <Route path="/" component={CatalogueList} />
      <Route path="/views/:view">{({ view }) => <ViewDetails key={view} name={view} />}</Route>
      <Route path="/:dataset">{({ dataset }) => <DatasetDetails key={dataset} name={dataset} />}</Route>
      <Route component={NotFound} />
    </Switch>
  );
}
