import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { Construct } from 'constructs';
import { analytics } from '../../analytics/translatedViews.ts';
import type { Environment } from '../environment.ts';
import { athenaView } from '../glue/view.ts';
import type { LakeStack } from './lake.ts';

/** Who asks, with what is limited for them. */
const workGroups = {
  analysts: 'Statements of people.',
  dashboards: 'Statements of dashboards.',
} as const;

/** Athena: who asks in which work group, the views, and a query to begin with for each of them. */
export class AnalyticsStack extends Stack {
  constructor(scope: Construct, id: string, environment: Environment, lake: LakeStack, props?: StackProps) {
    super(scope, id, props);
    const { key, buckets } = lake;
    const groups = Object.entries(workGroups).map(
      ([name, description]) =>
        new CfnWorkGroup(this, `WorkGroup-${name}`, {
          name,
          description,
          recursiveDeleteOption: !environment.isProtected,
          workGroupConfiguration: {
            enforceWorkGroupConfiguration: true,
            publishCloudWatchMetricsEnabled: true,
            bytesScannedCutoffPerQuery: environment.bytesPerQuery,
            engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
            resultConfiguration: {
              outputLocation: buckets.analytics.s3UrlForObject(`athena/${name}/`),
              encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: key.keyArn },
            },
          },
        }),
    );
    for (const { name, meaning, sql, translated } of analytics().views) {
      const columns = translated.columns;
      athenaView(this, { database: 'marts', name, meaning, sql, columns });
      const query = new CfnNamedQuery(this, `Query-${name}`, {
        name,
        description: meaning,
        database: 'marts',
        workGroup: 'analysts',
        queryString: `SELECT * FROM marts.${name} LIMIT 100`,
      });
      for (const group of groups) query.addResourceDependency(group);
    }
  }
}
