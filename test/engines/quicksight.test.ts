import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dashboards } from '../../analytics/dashboards/dashboards.ts';
import { languages } from '../../analytics/dashboards/words.ts';
import { dataSets } from '../../analytics/quicksight/dataSets.ts';
import { quickSightDefinition } from '../../analytics/quicksight/definition.ts';
import { pythonEnvironment } from './python.ts';

/** CloudFormation's own schemas of QuickSight, as cfn-lint carries and applies them. */
let cfnLint: string;
let folder: string;

beforeAll(() => {
  const environment = pythonEnvironment('cfnlint', join(import.meta.dirname, 'cfnlint/requirements.txt'));
  cfnLint = join(environment, 'bin/cfn-lint');
  folder = mkdtempSync(join(tmpdir(), 'aljibe-quicksight-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const account = { AwsAccountId: '123456789012' };

function template() {
  const resources = languages.flatMap((language) =>
    dashboards.flatMap((dashboard) => {
      const place = {
        language,
        dataSourceArn: 'arn:aws:quicksight:eu-west-1:123456789012:datasource/athena',
        dataSetArn: (id: string) => `arn:aws:quicksight:eu-west-1:123456789012:dataset/${id}`,
      };
      const properties = {
        ...account,
        DashboardId: `${dashboard.id}-${language}`,
        Name: dashboard.title[language],
        Definition: quickSightDefinition(dashboard, place),
      };
      const sets = dataSets(dashboard, place).map((set) => ({
        Type: 'AWS::QuickSight::DataSet',
        Properties: { ...account, ...set },
      }));
      return [{ Type: 'AWS::QuickSight::Dashboard', Properties: properties }, ...sets];
    }),
  );
  return { Resources: Object.fromEntries(resources.map((resource, index) => [`R${index}`, resource])) };
}

function lint(document: unknown): string {
  const path = join(folder, 'template.json');
  writeFileSync(path, JSON.stringify(document));
  const { status, stdout, stderr, error } = spawnSync(cfnLint, ['--template', path], { encoding: 'utf8' });
  if (error) throw error;
  return `${status}\n${stdout}${stderr}`;
}

test('CloudFormation takes every dashboard and data set, in both languages', () => {
  expect(lint(template())).toBe('0\n');
});

test('it would refuse a property that there is not', () => {
  const { R0 } = structuredClone(template().Resources);
  const properties = R0?.Properties as unknown as { Definition: { Sheets: object[] } };
  properties.Definition.Sheets[0] = { ...properties.Definition.Sheets[0], Visual: [] };
  expect(lint({ Resources: { R0 } })).toContain("'Visual' was unexpected");
});
