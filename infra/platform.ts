import { App, Stage, Tags } from 'aws-cdk-lib';
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import type { Construct } from 'constructs';
import { type Environment, environmentNames, environments } from './environment.ts';
import { AnalyticsStack } from './stacks/analytics.ts';
import { CostStack } from './stacks/cost.ts';
import { LakeStack } from './stacks/lake.ts';
import { PermissionsStack } from './stacks/permissions.ts';

/** The whole platform in one environment. What belongs to another cannot be referred to from it: CDK refuses that. */
export class Platform extends Stage {
  constructor(scope: Construct, environment: Environment) {
    const { name, region, isProtected } = environment;
    super(scope, name, { env: { region } });
    const common = (what: string) => ({
      stackName: `aljibe-${name}-${what}`,
      description: `Aljibe, ${name}: ${what}`,
      terminationProtection: isProtected,
    });
    const lake = new LakeStack(this, 'Lake', environment, common('lake'));
    new PermissionsStack(this, 'Permissions', lake, common('permissions'));
    new AnalyticsStack(this, 'Analytics', environment, lake, common('analytics'));
    new CostStack(this, 'Cost', environment, common('cost'));
    Tags.of(this).add('aljibe:environment', name);
  }
}

/** What the recommended ones leave open. */
const ownFlags = {
  // A stack that others refer to cannot go while they do.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/core:validateAgainstDefaultRules': true,
};

/**
 * The app with every environment.
 * @param outdir where templates are written to; where the command line says without
 */
export function platformApp(outdir?: string): App {
  const app = new App({
    ...(outdir === undefined ? {} : { outdir }),
    analyticsReporting: false,
    context: { ...flags, ...ownFlags },
  });
  for (const name of environmentNames) new Platform(app, environments[name]);
  return app;
}
