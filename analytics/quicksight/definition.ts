import type {
  DashboardVersionDefinition,
  GridLayoutElement,
  SheetDefinition,
} from '@aws-sdk/client-quicksight';
import type { Dashboard, Page } from '../dashboards/definition.ts';
import { layoutOf } from '../dashboards/layout.ts';
import type { Language } from '../dashboards/words.ts';
import { viewsRead } from './columns.ts';
import { dataSetId, type Place } from './dataSets.ts';
import { calculatedFields } from './fields.ts';
import { controls, filterGroups, parameters } from './filters.ts';
import { drawn } from './visuals.ts';

/**
 * A dashboard as the `Definition` of a QuickSight dashboard, in the casing of `describe-dashboard-definition`,
 * `create-dashboard` and CloudFormation.
 */
export function quickSightDefinition(dashboard: Dashboard, place: Place): DashboardVersionDefinition {
  const { language } = place;
  return {
    DataSetIdentifierDeclarations: viewsRead(dashboard).map((view) => ({
      Identifier: view,
      DataSetArn: place.dataSetArn(dataSetId(dashboard, view, language)),
    })),
    CalculatedFields: dashboard.pages.flatMap(({ visuals }) =>
      visuals.flatMap((visual) => calculatedFields(visual, language)),
    ),
    ParameterDeclarations: parameters(dashboard, place.initially),
    FilterGroups: filterGroups(dashboard),
    Sheets: dashboard.pages.map((page) => sheet(dashboard, page, language)),
  };
}

function sheet(dashboard: Dashboard, page: Page, language: Language): SheetDefinition {
  return {
    SheetId: page.id,
    Name: page.title[language],
    ContentType: 'INTERACTIVE',
    ParameterControls: controls(dashboard, page, language),
    Visuals: page.visuals.map((visual) => drawn(dashboard, visual, language)),
    Layouts: [
      {
        Configuration: {
          GridLayout: {
            CanvasSizeOptions: {
              ScreenCanvasSizeOptions: { ResizeOption: 'FIXED', OptimizedViewPortWidth: '1600px' },
            },
            Elements: layoutOf(page).map(
              ({ id, column, row, width, height }): GridLayoutElement => ({
                ElementId: id,
                ElementType: 'VISUAL',
                ColumnIndex: column,
                ColumnSpan: width,
                RowIndex: row,
                RowSpan: height,
              }),
            ),
          },
        },
      },
    ],
  };
}
