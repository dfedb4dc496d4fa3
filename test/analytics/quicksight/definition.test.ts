import { describe, expect, test } from 'vitest';
import { over } from '../../../analytics/dashboards/build.ts';
import { dashboards } from '../../../analytics/dashboards/dashboards.ts';
import type { Dashboard } from '../../../analytics/dashboards/definition.ts';
import { filters } from '../../../analytics/dashboards/shared.ts';
import { languages } from '../../../analytics/dashboards/words.ts';
import { dataSets } from '../../../analytics/quicksight/dataSets.ts';
import { quickSightDefinition } from '../../../analytics/quicksight/definition.ts';

const place = {
  language: 'en',
  dataSourceArn: 'arn:aws:quicksight:eu-west-1:1:datasource/athena',
  dataSetArn: (id: string) => `arn:aws:quicksight:eu-west-1:1:dataset/${id}`,
} as const;

const bands = over('attendance_bands');
const title = { en: 'Students', es: 'Alumnos' };
const small: Dashboard = {
  id: 'small',
  title: { en: 'Small', es: 'Pequeño' },
  meaning: { en: 'One bar.', es: 'Una barra.' },
  filters: [
    bands.filter({
      id: 'school',
      title: { en: 'School', es: 'Centro' },
      kind: 'choice',
      column: 'school_id',
      label: 'school_name',
      format: 'text',
    }),
  ],
  pages: [
    {
      id: 'overview',
      title: { en: 'Overview', es: 'Resumen' },
      filters: [],
      visuals: [
        bands.bar({
          id: 'by-school',
          title,
          where: { attendance_band: ['0-80'] },
          by: { column: 'school_id', label: 'school_name', title, format: 'text' },
          values: [{ format: 'count', measure: bands.sum('students') }],
          sort: 'value',
          limit: 5,
          drill: 'school',
        }),
      ],
    },
    {
      id: 'school',
      title: { en: 'School', es: 'Centro' },
      filters: ['school'],
      visuals: [
        bands.kpi({
          id: 'share',
          title,
          format: 'percent',
          measure: bands.ratio(bands.sum('students', { attendance_band: '0-80' }), bands.sum('students')),
        }),
      ],
    },
  ],
};

test('the data set of a view: labels carry their key, so that schools of one name stay two', () => {
  expect(dataSets(small, place)).toEqual([
    {
      DataSetId: 'aljibe-small-attendance-bands-en',
      Name: 'Small: attendance_bands',
      ImportMode: 'DIRECT_QUERY',
      PhysicalTableMap: {
        'attendance-bands': {
          CustomSql: {
            DataSourceArn: 'arn:aws:quicksight:eu-west-1:1:datasource/athena',
            Name: 'attendance_bands',
            SqlQuery:
              'SELECT school_id, school_name, school_year, grade, attendance_band, students, ' +
              "coalesce(school_name || ' · ', '') || CAST(school_id AS varchar) AS school_id_shown\n" +
              'FROM marts.attendance_bands',
            Columns: [
              { Name: 'school_id', Type: 'STRING' },
              { Name: 'school_name', Type: 'STRING' },
              { Name: 'school_year', Type: 'INTEGER' },
              { Name: 'grade', Type: 'STRING' },
              { Name: 'attendance_band', Type: 'STRING' },
              { Name: 'students', Type: 'INTEGER' },
              { Name: 'school_id_shown', Type: 'STRING' },
            ],
          },
        },
      },
    },
  ]);
});

test('a dashboard of two sheets: what is chosen, drawn and opened', () => {
  expect(quickSightDefinition(small, { ...place, initially: { school: ['IES Norte · 1'] } })).toEqual({
    DataSetIdentifierDeclarations: [
      {
        Identifier: 'attendance_bands',
        DataSetArn: 'arn:aws:quicksight:eu-west-1:1:dataset/aljibe-small-attendance-bands-en',
      },
    ],
    CalculatedFields: [
      { DataSetIdentifier: 'attendance_bands', Name: 'Students (by-school)', Expression: 'sum({students})' },
      {
        DataSetIdentifier: 'attendance_bands',
        Name: 'Students (share)',
        Expression:
          "ifelse(sum({students}) <> 0, sumIf({students}, {attendance_band} = '0-80') / sum({students}), NULL)",
      },
    ],
    ParameterDeclarations: [
      {
        StringParameterDeclaration: {
          Name: 'school',
          ParameterValueType: 'MULTI_VALUED',
          DefaultValues: { StaticValues: ['IES Norte · 1'] },
          ValueWhenUnset: { ValueWhenUnsetOption: 'RECOMMENDED_VALUE' },
        },
      },
    ],
    FilterGroups: [
      {
        FilterGroupId: 'filter-school',
        CrossDataset: 'ALL_DATASETS',
        Status: 'ENABLED',
        ScopeConfiguration: {
          SelectedSheets: {
            SheetVisualScopingConfigurations: [{ SheetId: 'school', Scope: 'ALL_VISUALS' }],
          },
        },
        Filters: [
          {
            CategoryFilter: {
              FilterId: 'filter-school-is',
              Column: { DataSetIdentifier: 'attendance_bands', ColumnName: 'school_id_shown' },
              Configuration: {
                CustomFilterConfiguration: {
                  MatchOperator: 'EQUALS',
                  ParameterName: 'school',
                  NullOption: 'ALL_VALUES',
                },
              },
            },
          },
        ],
      },
      {
        FilterGroupId: 'only-by-school-attendance-band',
        CrossDataset: 'SINGLE_DATASET',
        Status: 'ENABLED',
        ScopeConfiguration: {
          SelectedSheets: {
            SheetVisualScopingConfigurations: [
              { SheetId: 'overview', Scope: 'SELECTED_VISUALS', VisualIds: ['by-school'] },
            ],
          },
        },
        Filters: [
          {
            CategoryFilter: {
              FilterId: 'only-by-school-attendance-band-is',
              Column: { DataSetIdentifier: 'attendance_bands', ColumnName: 'attendance_band' },
              Configuration: {
                FilterListConfiguration: {
                  MatchOperator: 'CONTAINS',
                  CategoryValues: ['0-80'],
                  NullOption: 'NON_NULLS_ONLY',
                },
              },
            },
          },
        ],
      },
    ],
    Sheets: [
      {
        SheetId: 'overview',
        Name: 'Overview',
        ContentType: 'INTERACTIVE',
        ParameterControls: [],
        Visuals: [
          {
            BarChartVisual: {
              VisualId: 'by-school',
              Title: { Visibility: 'VISIBLE', FormatText: { PlainText: 'Students' } },
              VisualContentAltText: 'Students',
              Actions: [
                {
                  CustomActionId: 'by-school-open-school',
                  Name: 'School',
                  Status: 'ENABLED',
                  Trigger: 'DATA_POINT_CLICK',
                  ActionOperations: [
                    { NavigationOperation: { LocalNavigationConfiguration: { TargetSheetId: 'school' } } },
                    {
                      SetParametersOperation: {
                        ParameterValueConfigurations: [
                          {
                            DestinationParameterName: 'school',
                            Value: { SourceField: 'by-school.school_id' },
                          },
                        ],
                      },
                    },
                  ],
                },
              ],
              ChartConfiguration: {
                Orientation: 'HORIZONTAL',
                BarsArrangement: 'CLUSTERED',
                FieldWells: {
                  BarChartAggregatedFieldWells: {
                    Category: [
                      {
                        CategoricalDimensionField: {
                          FieldId: 'by-school.school_id',
                          Column: { DataSetIdentifier: 'attendance_bands', ColumnName: 'school_id_shown' },
                        },
                      },
                    ],
                    Values: [
                      {
                        NumericalMeasureField: {
                          FieldId: 'by-school.value_1',
                          Column: {
                            DataSetIdentifier: 'attendance_bands',
                            ColumnName: 'Students (by-school)',
                          },
                          FormatConfiguration: {
                            FormatConfiguration: {
                              NumberDisplayFormatConfiguration: {
                                DecimalPlacesConfiguration: { DecimalPlaces: 0 },
                                SeparatorConfiguration: { ThousandsSeparator: { Visibility: 'VISIBLE' } },
                              },
                            },
                          },
                        },
                      },
                    ],
                  },
                },
                SortConfiguration: {
                  CategorySort: [{ FieldSort: { FieldId: 'by-school.value_1', Direction: 'DESC' } }],
                  CategoryItemsLimit: { ItemsLimit: 5, OtherCategories: 'EXCLUDE' },
                },
              },
            },
          },
        ],
        Layouts: [
          {
            Configuration: {
              GridLayout: {
                CanvasSizeOptions: {
                  ScreenCanvasSizeOptions: { ResizeOption: 'FIXED', OptimizedViewPortWidth: '1600px' },
                },
                Elements: [
                  {
                    ElementId: 'by-school',
                    ElementType: 'VISUAL',
                    ColumnIndex: 0,
                    ColumnSpan: 18,
                    RowIndex: 0,
                    RowSpan: 10,
                  },
                ],
              },
            },
          },
        ],
      },
      {
        SheetId: 'school',
        Name: 'School',
        ContentType: 'INTERACTIVE',
        ParameterControls: [
          {
            Dropdown: {
              ParameterControlId: 'school-school',
              Title: 'School',
              SourceParameterName: 'school',
              Type: 'MULTI_SELECT',
              SelectableValues: {
                LinkToDataSetColumn: {
                  DataSetIdentifier: 'attendance_bands',
                  ColumnName: 'school_id_shown',
                },
              },
            },
          },
        ],
        Visuals: [
          {
            KPIVisual: {
              VisualId: 'share',
              Title: { Visibility: 'VISIBLE', FormatText: { PlainText: 'Students' } },
              VisualContentAltText: 'Students',
              ChartConfiguration: {
                FieldWells: {
                  Values: [
                    {
                      NumericalMeasureField: {
                        FieldId: 'share.value_1',
                        Column: { DataSetIdentifier: 'attendance_bands', ColumnName: 'Students (share)' },
                        FormatConfiguration: {
                          FormatConfiguration: {
                            PercentageDisplayFormatConfiguration: {
                              DecimalPlacesConfiguration: { DecimalPlaces: 1 },
                            },
                          },
                        },
                      },
                    },
                  ],
                },
              },
            },
          },
        ],
        Layouts: [
          {
            Configuration: {
              GridLayout: {
                CanvasSizeOptions: {
                  ScreenCanvasSizeOptions: { ResizeOption: 'FIXED', OptimizedViewPortWidth: '1600px' },
                },
                Elements: [
                  {
                    ElementId: 'share',
                    ElementType: 'VISUAL',
                    ColumnIndex: 0,
                    ColumnSpan: 36,
                    RowIndex: 0,
                    RowSpan: 5,
                  },
                ],
              },
            },
          },
        ],
      },
    ],
  });
});

/** Every object inside a value that has some property, with that property. */
function found(value: unknown, property: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = property in value ? [(value as Record<string, unknown>)[property]] : [];
  return [...own, ...Object.values(value).flatMap((inner) => found(inner, property))];
}

describe.each(
  languages.flatMap((language) =>
    dashboards.map((dashboard) => [dashboard.id, language, dashboard] as const),
  ),
)('%s in %s', (_, language, dashboard) => {
  const definition = quickSightDefinition(dashboard, { ...place, language });
  const sets = dataSets(dashboard, { ...place, language });

  test('reads columns that its data sets or its calculated fields have', () => {
    const known = new Set<string>();
    for (const { PhysicalTableMap } of sets) {
      for (const table of Object.values(PhysicalTableMap ?? {})) {
        for (const { Name } of table.CustomSql?.Columns ?? []) known.add(`${table.CustomSql?.Name}.${Name}`);
      }
    }
    for (const { DataSetIdentifier, Name } of definition.CalculatedFields ?? []) {
      known.add(`${DataSetIdentifier}.${Name}`);
    }
    const columns = [...found(definition, 'Column'), ...found(definition, 'LinkToDataSetColumn')] as {
      DataSetIdentifier: string;
      ColumnName: string;
    }[];
    expect(columns.length).toBeGreaterThan(10);
    for (const { DataSetIdentifier, ColumnName } of columns) {
      expect([...known]).toContain(`${DataSetIdentifier}.${ColumnName}`);
    }
  });

  test('names every calculated field, field and control once', () => {
    const names = [
      definition.CalculatedFields?.map(({ DataSetIdentifier, Name }) => `${DataSetIdentifier} ${Name}`),
      found(definition, 'ParameterControlId'),
      found(definition, 'FilterGroupId'),
      found(definition, 'CustomActionId'),
    ];
    for (const group of names) expect(new Set(group).size).toBe(group?.length);
  });

  test('opens sheets that there are, and sets parameters that there are from fields that are shown', () => {
    const sheets = new Set(definition.Sheets?.map(({ SheetId }) => SheetId));
    for (const id of found(definition, 'TargetSheetId')) expect(sheets).toContain(id);
    const parameters = new Set(found(definition.ParameterDeclarations, 'Name'));
    for (const name of found(definition, 'DestinationParameterName')) expect(parameters).toContain(name);
    const fields = new Set(found(definition.Sheets, 'FieldId'));
    for (const id of found(definition, 'SourceField')) expect(fields).toContain(id);
    expect(found(definition, 'ParameterValueConfigurations')).not.toContainEqual([]);
  });
});

test('the filter of a year compares what the control shows', () => {
  const year = quickSightDefinition({ ...small, filters: [filters.year] }, place).FilterGroups?.[0];
  expect(found(year, 'ColumnName')).toEqual(['school_year_shown']);
});
