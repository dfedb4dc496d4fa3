import type {
  Visual as Drawn,
  FilterGroup,
  ParameterControl,
  ParameterDeclaration,
} from '@aws-sdk/client-quicksight';
import { columnsOf } from '../dashboards/columns.ts';
import type { Chosen, Dashboard, Filter, Page, Visual } from '../dashboards/definition.ts';
import type { Language } from '../dashboards/words.ts';
import { shownColumn, viewsRead } from './columns.ts';

/** A filter is a parameter, which controls choose and drills set, and a filter group that obeys it. */
export const parameterOf = ({ id }: Filter) => id.replaceAll('-', '');

export const parameters = ({ filters }: Dashboard, initially: Chosen = {}): ParameterDeclaration[] =>
  filters.map((filter) => ({
    StringParameterDeclaration: {
      Name: parameterOf(filter),
      ParameterValueType: filter.kind === 'choice' ? 'MULTI_VALUED' : 'SINGLE_VALUED',
      DefaultValues: { StaticValues: [...(initially[filter.id] ?? [])] },
      // QuickSight's reserved value for "no choice made": all rows.
      ValueWhenUnset: { ValueWhenUnsetOption: 'RECOMMENDED_VALUE' },
    },
  }));

/** The filters of pages, each on every data set that has its column, and the conditions of single visuals. */
export function filterGroups(dashboard: Dashboard): FilterGroup[] {
  return [
    ...dashboard.filters.map((filter) => chosenGroup(dashboard, filter)),
    ...dashboard.pages.flatMap((page) => page.visuals.flatMap((visual) => fixedGroups(page, visual))),
  ];
}

function chosenGroup(dashboard: Dashboard, filter: Filter): FilterGroup {
  const { id, column } = filter;
  const pages = dashboard.pages.filter(({ filters }) => filters.includes(id));
  const view = viewsRead(dashboard).find((name) => columnsOf(name).includes(column)) ?? filter.view;
  return {
    FilterGroupId: `filter-${id}`,
    CrossDataset: 'ALL_DATASETS',
    Status: 'ENABLED',
    ScopeConfiguration: {
      SelectedSheets: {
        SheetVisualScopingConfigurations: pages.map((page) => ({ SheetId: page.id, Scope: 'ALL_VISUALS' })),
      },
    },
    Filters: [
      {
        CategoryFilter: {
          FilterId: `filter-${id}-is`,
          Column: { DataSetIdentifier: view, ColumnName: shownColumn(dashboard, view, column) },
          Configuration: {
            CustomFilterConfiguration: {
              MatchOperator: 'EQUALS',
              ParameterName: parameterOf(filter),
              NullOption: 'ALL_VALUES',
            },
          },
        },
      },
    ],
  };
}

function fixedGroups(page: Page, visual: Visual): FilterGroup[] {
  return Object.entries(visual.where ?? {}).map(([column, values]) => {
    const id = `${visual.id}-${column.replaceAll('_', '-')}`;
    const Column = { DataSetIdentifier: visual.view, ColumnName: column };
    return {
      FilterGroupId: `only-${id}`,
      CrossDataset: 'SINGLE_DATASET',
      Status: 'ENABLED',
      ScopeConfiguration: {
        SelectedSheets: {
          SheetVisualScopingConfigurations: [
            { SheetId: page.id, Scope: 'SELECTED_VISUALS', VisualIds: [visual.id] },
          ],
        },
      },
      Filters: [fixedFilter(`only-${id}-is`, Column, [values].flat())],
    };
  });
}

function fixedFilter(FilterId: string, Column: NonNullable<ColumnOfFilter>, values: readonly unknown[]) {
  if (values.every((value) => typeof value === 'string')) {
    return {
      CategoryFilter: {
        FilterId,
        Column,
        Configuration: {
          FilterListConfiguration: {
            MatchOperator: 'CONTAINS' as const,
            CategoryValues: [...values],
            NullOption: 'NON_NULLS_ONLY' as const,
          },
        },
      },
    };
  }
  const [value] = values;
  if (values.length > 1) throw new Error(`${FilterId}: QuickSight compares a number with one value only`);
  return {
    NumericEqualityFilter: {
      FilterId,
      Column,
      Value: Number(value),
      MatchOperator: 'EQUALS' as const,
      NullOption: 'NON_NULLS_ONLY' as const,
    },
  };
}

type ColumnOfFilter = { DataSetIdentifier: string; ColumnName: string };

/** The controls of a page. What only drills set has none. */
export function controls(dashboard: Dashboard, page: Page, language: Language): ParameterControl[] {
  return filtersOf(dashboard, page)
    .filter(({ kind }) => kind === 'choice')
    .map((filter) => ({
      Dropdown: {
        ParameterControlId: `${page.id}-${filter.id}`,
        Title: filter.title[language],
        SourceParameterName: parameterOf(filter),
        Type: 'MULTI_SELECT',
        SelectableValues: {
          LinkToDataSetColumn: {
            DataSetIdentifier: filter.view,
            ColumnName: shownColumn(dashboard, filter.view, filter.column),
          },
        },
      },
    }));
}

const filtersOf = ({ filters }: Dashboard, page: Page): Filter[] =>
  filters.filter(({ id }) => page.filters.includes(id));

/** What a click sets on the page that it opens: the filters whose column the visual shows, by the field that shows it. */
export function drillAction(
  dashboard: Dashboard,
  visual: Visual & { readonly drill?: string },
  fields: readonly { readonly column: string; readonly fieldId: string }[],
  language: Language,
): NonNullable<NonNullable<Drawn['BarChartVisual']>['Actions']> {
  const page = dashboard.pages.find(({ id }) => id === visual.drill);
  if (!page) return [];
  const set = filtersOf(dashboard, page).flatMap((filter) => {
    const field = fields.find(({ column }) => column === filter.column);
    return field
      ? [{ DestinationParameterName: parameterOf(filter), Value: { SourceField: field.fieldId } }]
      : [];
  });
  return [
    {
      CustomActionId: `${visual.id}-open-${page.id}`,
      Name: page.title[language],
      Status: 'ENABLED',
      Trigger: 'DATA_POINT_CLICK',
      ActionOperations: [
        { NavigationOperation: { LocalNavigationConfiguration: { TargetSheetId: page.id } } },
        { SetParametersOperation: { ParameterValueConfigurations: set } },
      ],
    },
  ];
}
