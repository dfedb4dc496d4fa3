import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { type EnvironmentName, environmentNames } from '../../infra/environment.ts';
import { platformApp } from '../../infra/platform.ts';

// biome-ignore lint/suspicious/noExplicitAny: CloudFormation has a shape for every type, and a test asks one question of it
export type Properties = any;

export interface Resource {
  readonly Type: string;
  readonly Properties: Properties;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}

export interface Synthesised {
  readonly name: string;
  readonly terminationProtection: boolean;
  readonly template: { readonly Resources: Readonly<Record<string, Resource>> };
  /** Where the template lies. */
  readonly path: string;
}

export interface Synthesis {
  readonly stacks: Readonly<Record<EnvironmentName, readonly Synthesised[]>>;
  /** What the checks of CDK and of cdk-nag found. */
  readonly violations: readonly string[];
}

/** Synthesises the app with every check, as `cdk synth` does. */
export function synthesise(outdir: string): Synthesis {
  const app = platformApp(outdir);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const assembly = app.synth();
  const stacks = Object.fromEntries(
    environmentNames.map((name) => [
      name,
      assembly.getNestedAssembly(`assembly-${name}`).stacks.map((stack) => ({
        name: stack.stackName,
        terminationProtection: stack.terminationProtection ?? false,
        template: stack.template,
        path: stack.templateFullPath,
      })),
    ]),
  ) as unknown as Synthesis['stacks'];
  return { stacks, violations: violationsIn(outdir) };
}

function violationsIn(outdir: string): string[] {
  const found = readdirSync(outdir).find((name) => name === 'validation-report.json');
  if (!found) return [];
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, found), 'utf8')) as {
    pluginReports: { pluginName: string; violations: { ruleName: string; description: string }[] }[];
  };
  return pluginReports.flatMap(({ pluginName, violations }) =>
    violations.map(({ ruleName, description }) => `${pluginName} ${ruleName}: ${description}`),
  );
}

/** All resources of an environment by their type, of all its stacks. */
export function resourcesOf({ stacks }: Synthesis, name: EnvironmentName, type: string): Resource[] {
  return stacks[name]
    .flatMap(({ template }) => Object.values(template.Resources))
    .filter((resource) => resource.Type === type);
}

export const outputFolder = (root: string): string => mkdtempSync(join(root, 'aljibe-cdk-'));
