/** Names of environments, in the order in which a change passes through them. */
export const environmentNames = ['dev', 'test', 'prod'] as const;
export type EnvironmentName = (typeof environmentNames)[number];

/**
 * What tells one environment from another. Each has an account of its own, which whoever deploys is signed in to: no
 * account number stands here, and no environment knows another.
 */
export interface Environment {
  readonly name: EnvironmentName;
  readonly region: string;
  /** Data outlive their stack, and stacks cannot be deleted by mistake. */
  readonly isProtected: boolean;
  /** Days for which S3 keeps versions of objects that were replaced or removed: what was erased is gone after them. */
  readonly versionDays: number;
  readonly logDays: number;
  /** Bytes that one statement of a person may read. */
  readonly bytesPerQuery: number;
  /** US dollars a month. Of this and of what is expected to pass it somebody is told. */
  readonly budget: number;
  /** Who is told of budgets and alarms. */
  readonly owner: string;
}

const gibibyte = 1024 ** 3;

export const environments: Readonly<Record<EnvironmentName, Environment>> = {
  dev: {
    name: 'dev',
    region: 'eu-west-1',
    isProtected: false,
    versionDays: 1,
    logDays: 7,
    bytesPerQuery: 10 * gibibyte,
    budget: 200,
    owner: 'data-dev@example.org',
  },
  test: {
    name: 'test',
    region: 'eu-west-1',
    isProtected: false,
    versionDays: 7,
    logDays: 30,
    bytesPerQuery: 50 * gibibyte,
    budget: 400,
    owner: 'data-test@example.org',
  },
  prod: {
    name: 'prod',
    region: 'eu-west-1',
    isProtected: true,
    versionDays: 30,
    logDays: 365,
    bytesPerQuery: 200 * gibibyte,
    budget: 2000,
    owner: 'data@example.org',
  },
};
