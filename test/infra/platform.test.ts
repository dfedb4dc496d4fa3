import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printedType } from '../../analytics/sql/types.ts';
import { analytics } from '../../analytics/translatedViews.ts';
import { catalog } from '../../datasets/catalog.ts';
import { environmentNames, environments } from '../../infra/environment.ts';
import { lakeFormation } from '../../lake/governance/lakeFormation.ts';
import { roleNames } from '../../lake/governance/roles.ts';
import { rawColumns } from '../../lake/raw/parquet.ts';
import { outputFolder, resourcesOf, type Synthesis, synthesise } from './synth.ts';

let folder: string;
let synthesis: Synthesis;

beforeAll(() => {
  folder = outputFolder(tmpdir());
  synthesis = synthesise(folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const prod = (type: string) => resourcesOf(synthesis, 'prod', type);

test('no check of CDK or of AWS Solutions has anything to say', () => {
  expect(synthesis.violations).toEqual([]);
});

describe('an environment', () => {
  test.each(environmentNames)('%s has the stacks that were reviewed', async (name) => {
    const lines = synthesis.stacks[name].flatMap((stack) => [
      stack.name,
      ...Object.entries(stack.template.Resources)
        .map(([id, { Type }]) => `  ${Type} ${id}`)
        .sort(),
    ]);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`baseline/${name}.txt`);
  });

  test.each(environmentNames)('%s has no word of another, and no account', (name) => {
    const text = JSON.stringify(synthesis.stacks[name].map(({ template }) => template));
    for (const other of environmentNames) {
      if (other !== name) expect(text).not.toMatch(new RegExp(`aljibe-${other}|:${other}[:/]`));
    }
    expect(text).not.toMatch(/:\d{12}[:/"]/);
  });

  test('keeps its data where it is protected, and cannot be deleted by mistake', () => {
    for (const name of environmentNames) {
      const { isProtected } = environments[name];
      for (const type of ['AWS::S3::Bucket', 'AWS::KMS::Key']) {
        const policies = resourcesOf(synthesis, name, type).map(({ DeletionPolicy }) => DeletionPolicy);
        expect(new Set(policies)).toEqual(new Set([isProtected ? 'Retain' : 'Delete']));
      }
      for (const stack of synthesis.stacks[name]) expect(stack.terminationProtection).toBe(isProtected);
    }
  });
});

describe('a bucket', () => {
  const buckets = () => prod('AWS::S3::Bucket').map(({ Properties }) => Properties);
  const ofData = () => buckets().filter(({ LoggingConfiguration }) => LoggingConfiguration !== undefined);

  test('of data is encrypted by our key, has versions for so long, and its accesses are logged', () => {
    expect(ofData()).toHaveLength(3);
    for (const bucket of ofData()) {
      const [encryption] = bucket.BucketEncryption.ServerSideEncryptionConfiguration;
      expect(encryption.ServerSideEncryptionByDefault).toMatchObject({ SSEAlgorithm: 'aws:kms' });
      expect(bucket.VersioningConfiguration).toEqual({ Status: 'Enabled' });
      expect(bucket.LifecycleConfiguration.Rules[0]).toMatchObject({
        Status: 'Enabled',
        NoncurrentVersionExpiration: { NoncurrentDays: environments.prod.versionDays },
      });
    }
  });

  test('is closed to the public, and to whoever comes without TLS 1.2', () => {
    for (const { PublicAccessBlockConfiguration } of buckets()) {
      expect(Object.values(PublicAccessBlockConfiguration as object)).toEqual([true, true, true, true]);
    }
    const policies = prod('AWS::S3::BucketPolicy').map(({ Properties }) => JSON.stringify(Properties));
    expect(policies).toHaveLength(buckets().length);
    for (const policy of policies) {
      expect(policy).toContain('{"Bool":{"aws:SecureTransport":"false"}}');
      expect(policy).toContain('{"NumericLessThan":{"s3:TlsVersion":1.2}}');
    }
  });
});

describe('the catalogue', () => {
  const tables = () => prod('AWS::Glue::Table').map(({ Properties }) => Properties.TableInput);

  test('has the databases of the lake', () => {
    const names = prod('AWS::Glue::Database').map(({ Properties }) => Properties.DatabaseInput.Name);
    expect(names.sort()).toEqual(['curated', 'governed', 'marts', 'raw']);
  });

  test('finds raw changes by dataset and hour, without anybody registering partitions', () => {
    const raw = tables().find(({ Name }) => Name === 'changes');
    expect(raw.StorageDescriptor.Columns.map(({ Name }: { Name: string }) => Name)).toEqual(
      Object.keys(rawColumns),
    );
    expect(raw.Parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.dataset.values': Object.keys(catalog).join(','),
      'projection.hour.format': "yyyy-MM-dd'T'HH",
      'projection.hour.interval.unit': 'HOURS',
    });
  });

  test('has no table that the curating job makes: an update would strip what makes it Iceberg', () => {
    const databases = prod('AWS::Glue::Table').map(({ Properties }) =>
      JSON.stringify(Properties.DatabaseName),
    );
    expect(new Set(databases)).toEqual(new Set(['"marts"', expect.stringContaining('Database')]));
  });

  test('has every view as Athena keeps it, with the columns of its query', () => {
    const views = new Map(
      tables()
        .filter(({ TableType }) => TableType === 'VIRTUAL_VIEW')
        .map((table) => [table.Name, table]),
    );
    expect([...views.keys()].sort()).toEqual(
      analytics()
        .views.map(({ name }) => name)
        .sort(),
    );
    for (const { name, sql, translated } of analytics().views) {
      const { ViewOriginalText, Parameters, StorageDescriptor } = views.get(name);
      const [, text = ''] = /^\/\* Presto View: (\S+) \*\/$/.exec(ViewOriginalText) ?? [];
      expect(JSON.parse(Buffer.from(text, 'base64').toString())).toEqual({
        originalSql: sql,
        catalog: 'awsdatacatalog',
        schema: 'marts',
        columns: translated.columns.map((column) => ({ name: column.name, type: printedType(column.type) })),
      });
      expect(Parameters.presto_view).toBe('true');
      expect(StorageDescriptor.SerdeInfo).toEqual({});
    }
  });
});

describe('permissions', () => {
  const granted = () =>
    prod('AWS::LakeFormation::PrincipalPermissions').map(({ Properties, DependsOn }) => ({
      ...Properties,
      DependsOn,
    }));

  test('are Lake Formation’s alone: what is new is granted to nobody', () => {
    const [settings] = prod('AWS::LakeFormation::DataLakeSettings').map(({ Properties }) => Properties);
    expect(settings).toMatchObject({
      MutationType: 'APPEND',
      CreateDatabaseDefaultPermissions: [],
      CreateTableDefaultPermissions: [],
    });
    const locations = prod('AWS::LakeFormation::Resource').map(({ Properties }) => Properties);
    expect(locations).toHaveLength(3);
    for (const location of locations) expect(location).toMatchObject({ UseServiceLinkedRole: false });
  });

  test('of every role are those that its contract compiles to', () => {
    const { grants } = lakeFormation(catalog, []);
    const ofTables = granted().filter(({ Permissions }) => Permissions.includes('SELECT'));
    expect(ofTables.map(({ Resource }) => Resource.LFTagPolicy.Expression)).toEqual(
      grants.map(({ expression }) =>
        Object.entries(expression).map(([TagKey, TagValues]) => ({ TagKey, TagValues })),
      ),
    );
    for (const { Principal } of ofTables) {
      expect(JSON.stringify(Principal)).toMatch(/Role/);
    }
  });

  test('are granted one after the other', () => {
    const chained = granted().slice(1);
    expect(chained).toHaveLength(roleNames.length * 2 - 1);
    for (const { DependsOn } of chained) expect(DependsOn).toEqual([expect.stringMatching(/^Grant/)]);
  });

  test('a role is taken by whoever is signed in with its name, and by nobody else', () => {
    const assumed = prod('AWS::IAM::Role')
      .map(({ Properties }) => JSON.stringify(Properties.AssumeRolePolicyDocument))
      .filter((text) => text.includes('aljibe:role'));
    expect(assumed).toHaveLength(roleNames.length);
    for (const name of roleNames) {
      expect(assumed.join()).toContain(`{"StringEquals":{"aws:PrincipalTag/aljibe:role":"${name}"}}`);
    }
  });
});

test('a statement of a person reads no more than its environment allows, and leaves its answer encrypted', () => {
  for (const name of environmentNames) {
    const groups = resourcesOf(synthesis, name, 'AWS::Athena::WorkGroup').map(({ Properties }) => Properties);
    expect(groups.map(({ Name }) => Name)).toEqual(['analysts', 'dashboards']);
    for (const { WorkGroupConfiguration: configuration } of groups) {
      expect(configuration).toMatchObject({
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: environments[name].bytesPerQuery,
        ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_KMS' } },
      });
    }
  }
});

test('somebody is told before a month costs more than it may', () => {
  const [budget] = prod('AWS::Budgets::Budget').map(({ Properties }) => Properties);
  expect(budget.Budget.BudgetLimit).toEqual({ Amount: environments.prod.budget, Unit: 'USD' });
  expect(budget.NotificationsWithSubscribers).toHaveLength(3);
});
