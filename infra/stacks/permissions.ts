import type { CfnResource as CfnElement } from 'aws-cdk-lib';
import { Aws, DefaultStackSynthesizer, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import { AccountPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import {
  CfnDataLakeSettings,
  CfnPrincipalPermissions,
  CfnResource,
  CfnTag,
  CfnTagAssociation,
} from 'aws-cdk-lib/aws-lakeformation';
import type { Construct } from 'constructs';
import { catalog } from '../../datasets/catalog.ts';
import { lakeFormation } from '../../lake/governance/lakeFormation.ts';
import { type RoleName, roleNames, roles } from '../../lake/governance/roles.ts';
import { type LakeStack, zones } from './lake.ts';

/**
 * Who may see what, compiled from roles and contracts. What needs a table to exist, tags of columns and filters of
 * rows, is not in it: tables come with the job that fills them.
 */
export class PermissionsStack extends Stack {
  readonly roles: Readonly<Record<RoleName, Role>>;

  constructor(scope: Construct, id: string, lake: LakeStack, props?: StackProps) {
    super(scope, id, props);
    const settings = this.settings();
    const locations = this.locations(lake, settings);
    this.roles = Object.fromEntries(roleNames.map((name) => [name, this.role(name)])) as Record<
      RoleName,
      Role
    >;
    const { tags, assignments, grants } = lakeFormation(catalog, []);
    const made = tags.map(({ key, values }) => {
      const tag = new CfnTag(this, `Tag-${key}`, {
        catalogId: Aws.ACCOUNT_ID,
        tagKey: key,
        tagValues: [...values],
      });
      tag.addResourceDependency(settings);
      return tag;
    });
    const associations = assignments
      .filter(({ table }) => table === undefined)
      .map(({ database, tags: of }) => this.association(database, of, made));
    this.grant(grants, [...locations, ...associations]);
  }

  /** Lake Formation decides alone: what is new is nobody's until a tag says otherwise. */
  private settings(): CfnDataLakeSettings {
    return new CfnDataLakeSettings(this, 'Settings', {
      admins: [{ dataLakePrincipalIdentifier: this.deployerArn() }],
      // What others have set in the account stays.
      mutationType: 'APPEND',
      createDatabaseDefaultPermissions: [],
      createTableDefaultPermissions: [],
    });
  }

  /** The role by which CloudFormation makes what stands here: it has to grant what it hands out. */
  private deployerArn(): string {
    const { synthesizer } = this;
    if (!(synthesizer instanceof DefaultStackSynthesizer))
      throw new Error('stacks are deployed by the default roles');
    return Fn.sub(synthesizer.cloudFormationExecutionRoleArn);
  }

  /** What lies in the buckets is read by way of Lake Formation. */
  private locations({ buckets, reader }: LakeStack, settings: CfnDataLakeSettings): CfnElement[] {
    return zones.map((zone) => {
      const location = new CfnResource(this, `Location-${zone}`, {
        resourceArn: buckets[zone].bucketArn,
        useServiceLinkedRole: false,
        roleArn: reader.roleArn,
      });
      location.addResourceDependency(settings);
      return location;
    });
  }

  /** Whoever signs in to the account with the tag `aljibe:role` may take the role of that name, and no other. */
  private role(name: RoleName): Role {
    return new Role(this, `Role-${name}`, {
      description: roles[name].meaning,
      assumedBy: new AccountPrincipal(Aws.ACCOUNT_ID).withConditions({
        StringEquals: { 'aws:PrincipalTag/aljibe:role': name },
      }),
    });
  }

  private association(
    database: string,
    tags: Readonly<Record<string, string>>,
    made: readonly CfnTag[],
  ): CfnTagAssociation {
    const association = new CfnTagAssociation(this, `Tags-${database}`, {
      resource: { database: { catalogId: Aws.ACCOUNT_ID, name: database } },
      lfTags: Object.entries(tags).map(([tagKey, value]) => ({
        catalogId: Aws.ACCOUNT_ID,
        tagKey,
        tagValues: [value],
      })),
    });
    for (const tag of made) association.addResourceDependency(tag);
    return association;
  }

  /** One after the other: Lake Formation refuses many at once. */
  private grant(grants: ReturnType<typeof lakeFormation>['grants'], before: readonly CfnElement[]): void {
    let last: readonly CfnElement[] = before;
    for (const { role, expression } of grants) {
      const tags = Object.entries(expression).map(([tagKey, values]) => ({ tagKey, tagValues: [...values] }));
      for (const resourceType of ['DATABASE', 'TABLE'] as const) {
        const permission = new CfnPrincipalPermissions(this, `Grant-${role}-${resourceType.toLowerCase()}`, {
          catalog: Aws.ACCOUNT_ID,
          principal: { dataLakePrincipalIdentifier: this.roles[role].roleArn },
          permissions: resourceType === 'TABLE' ? ['SELECT', 'DESCRIBE'] : ['DESCRIBE'],
          permissionsWithGrantOption: [],
          resource: {
            lfTagPolicy: {
              catalogId: Aws.ACCOUNT_ID,
              resourceType,
              expression: resourceType === 'TABLE' ? tags : everyDatabase,
            },
          },
        });
        for (const element of last) permission.addResourceDependency(element);
        last = [permission];
      }
    }
  }
}

/** The names of databases are no secret: what is in them is. */
const everyDatabase = [{ tagKey: 'scope', tagValues: ['shared', 'school'] }];
