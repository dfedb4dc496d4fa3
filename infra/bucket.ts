import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Environment } from './environment.ts';

const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
} as const;

export const removalOf = ({ isProtected }: Environment): RemovalPolicy =>
  isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

interface Place {
  readonly environment: Environment;
  readonly key: IKey;
  /** Where it is written down who read and wrote what. */
  readonly logs: IBucket;
}

/** A bucket of data: encrypted by our key, versioned, over TLS alone, with its accesses logged. */
export function dataBucket(
  scope: Construct,
  id: string,
  { environment, key, logs }: Place,
  rules: readonly LifecycleRule[] = [],
): Bucket {
  return new Bucket(scope, id, {
    ...closed,
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    versioned: true,
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: `${id.toLowerCase()}/`,
    removalPolicy: removalOf(environment),
    lifecycleRules: [
      {
        id: 'versions',
        noncurrentVersionExpiration: Duration.days(environment.versionDays),
        expiredObjectDeleteMarker: true,
        abortIncompleteMultipartUploadAfter: Duration.days(7),
      },
      ...rules,
    ],
  });
}

/** Where S3 writes down accesses; it can use no key of ours for that. */
export function logBucket(scope: Construct, id: string, environment: Environment): Bucket {
  return new Bucket(scope, id, {
    ...closed,
    encryption: BucketEncryption.S3_MANAGED,
    removalPolicy: removalOf(environment),
    lifecycleRules: [{ id: 'age', expiration: Duration.days(environment.logDays) }],
  });
}
