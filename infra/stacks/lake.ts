import { type CfnElement, Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import {
  Database,
  DataFormat,
  DateIntervalUnit,
  PartitionProjectionConfiguration,
  S3Table,
  S3TableStorage,
  Schema,
  type Type,
} from 'aws-cdk-lib/aws-glue';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type Bucket, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { catalog } from '../../datasets/catalog.ts';
import { rawColumns } from '../../lake/raw/parquet.ts';
import { dataBucket, logBucket, removalOf } from '../bucket.ts';
import type { Environment } from '../environment.ts';

/** Zones of the lake: a bucket and a database each, but for `governed`, whose copies lie with what they are made of. */
export const zones = ['raw', 'curated', 'analytics'] as const;
type Zone = (typeof zones)[number];

/** Databases with the zone that their files lie in. */
const databases = {
  raw: { zone: 'raw', meaning: 'Changes as they were accepted.' },
  curated: { zone: 'curated', meaning: 'The present rows of every dataset.' },
  governed: { zone: 'curated', meaning: 'Rows once for each school that they belong to.' },
  marts: { zone: 'analytics', meaning: 'Views that answer the questions of a school.' },
} as const satisfies Record<string, { zone: Zone; meaning: string }>;

const glueTypes: Readonly<Record<(typeof rawColumns)[keyof typeof rawColumns], Type>> = {
  BIGINT: Schema.BIG_INT,
  INTEGER: Schema.INTEGER,
  VARCHAR: Schema.STRING,
  TIMESTAMPTZ: Schema.TIMESTAMP,
};

/**
 * Where the data lie. Tables of the curated zone are not in it: the job that fills them makes them from the contracts
 * and changes them, since an update by CloudFormation would strip what makes them Iceberg tables.
 */
export class LakeStack extends Stack {
  readonly key: Key;
  readonly buckets: Readonly<Record<Zone, Bucket>>;
  /** By it Lake Formation reads and writes for others. */
  readonly reader: Role;

  constructor(scope: Construct, id: string, environment: Environment, props?: StackProps) {
    super(scope, id, props);
    this.key = new Key(this, 'Key', {
      description: 'Encrypts the lake.',
      enableKeyRotation: true,
      removalPolicy: removalOf(environment),
    });
    const place = { environment, key: this.key, logs: logBucket(this, 'AccessLogs', environment) };
    this.buckets = {
      raw: dataBucket(this, 'Raw', place, [
        // Read once, by curation, and again when something is made anew or a person is forgotten.
        {
          id: 'rarely read',
          transitions: [
            { storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(30) },
          ],
        },
      ]),
      curated: dataBucket(this, 'Curated', place),
      analytics: dataBucket(this, 'Analytics', place, [
        { id: 'answers of Athena', prefix: 'athena/', expiration: Duration.days(environment.versionDays) },
      ]),
    };
    this.reader = this.lakeFormationReader();
    const made = Object.entries(databases).map(([name, { zone, meaning }]) => {
      const locationUri = this.buckets[zone].s3UrlForObject(zone === name ? undefined : name);
      return [
        name,
        new Database(this, `Database-${name}`, { databaseName: name, description: meaning, locationUri }),
      ] as const;
    });
    this.rawTable(Object.fromEntries(made).raw as Database);
  }

  private lakeFormationReader(): Role {
    const reader = new Role(this, 'Reader', {
      description: 'Lake Formation reads and writes the lake by it.',
      assumedBy: new ServicePrincipal('lakeformation.amazonaws.com'),
    });
    const buckets = Object.values(this.buckets);
    const allow = (actions: string[], resources: string[]) =>
      reader.addToPolicy(new PolicyStatement({ actions, resources }));
    allow(
      ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
      buckets.map((bucket) => bucket.arnForObjects('*')),
    );
    allow(
      ['s3:ListBucket', 's3:GetBucketLocation'],
      buckets.map(({ bucketArn }) => bucketArn),
    );
    allow(['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'], [this.key.keyArn]);
    for (const { node } of buckets) {
      const name = this.getLogicalId(node.defaultChild as CfnElement);
      Validations.of(reader).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${name}.Arn>/*]`,
        reason: 'It reads and writes every object of this bucket: who may see which, Lake Formation decides.',
      });
    }
    return reader;
  }

  /** Partitions are computed from the contracts and the hours since the first one: nobody has to register any. */
  private rawTable(database: Database): void {
    const bucket = this.buckets.raw;
    new S3Table(this, 'RawChanges', {
      database,
      storage: S3TableStorage.fromBucket(bucket),
      s3Prefix: 'changes/',
      tableName: 'changes',
      description: 'Every change that was accepted, in the order of its place on the bus.',
      dataFormat: DataFormat.PARQUET,
      columns: Object.entries(rawColumns).map(([name, type]) => ({ name, type: glueTypes[type] })),
      partitionKeys: [
        { name: 'dataset', type: Schema.STRING },
        { name: 'hour', type: Schema.STRING },
      ],
      partitionProjection: {
        dataset: PartitionProjectionConfiguration.enum({ values: Object.keys(catalog) }),
        hour: PartitionProjectionConfiguration.date({
          min: '2020-01-01T00',
          max: 'NOW',
          format: "yyyy-MM-dd'T'HH",
          step: { interval: 1, intervalUnit: DateIntervalUnit.HOURS },
        }),
      },
      parameters: {
        'storage.location.template': `${bucket.s3UrlForObject('changes')}/dataset=\${dataset}/hour=\${hour}`,
      },
    });
  }
}
