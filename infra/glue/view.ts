import { Aws } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import type { Construct } from 'constructs';
import { printedType, type SqlType } from '../../analytics/sql/types.ts';
import { hiveType } from './types.ts';

interface AthenaView {
  readonly database: string;
  readonly name: string;
  readonly meaning: string;
  /** In Athena's dialect. */
  readonly sql: string;
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[];
}

/**
 * A view as Athena keeps it in the Glue catalogue: its columns in Hive's types, and in Trino's beside the query.
 * Without `SerdeInfo` Athena cannot read it; with other types than the query gives it says that the view is stale.
 */
export function athenaView(
  scope: Construct,
  { database, name, meaning, sql, columns }: AthenaView,
): CfnTable {
  const definition = {
    originalSql: sql,
    catalog: 'awsdatacatalog',
    schema: database,
    columns: columns.map((column) => ({ name: column.name, type: printedType(column.type) })),
  };
  const text = Buffer.from(JSON.stringify(definition)).toString('base64');
  return new CfnTable(scope, name, {
    catalogId: Aws.ACCOUNT_ID,
    databaseName: database,
    tableInput: {
      name,
      description: meaning,
      tableType: 'VIRTUAL_VIEW',
      parameters: { presto_view: 'true', comment: 'Presto View' },
      viewOriginalText: `/* Presto View: ${text} */`,
      viewExpandedText: '/* Presto View */',
      storageDescriptor: {
        columns: columns.map((column) => ({ name: column.name, type: hiveType(column.type) })),
        serdeInfo: {},
      },
    },
  });
}
