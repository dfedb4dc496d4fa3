import { join } from 'node:path';
import { type Artifact, jarOf } from '../jar.ts';
import { javaHome } from '../java.ts';
import { pythonEnvironment } from '../python.ts';

export interface SparkEngine {
  /** The Python that has PySpark. */
  readonly python: string;
  /** Iceberg for Spark. */
  readonly jar: string;
  /** The Java that both run on. */
  readonly javaHome: string;
}

const iceberg: Artifact = {
  group: 'org.apache.iceberg',
  name: 'iceberg-spark-runtime-3.5_2.12',
  version: '1.10.1',
  sha256: '39ea09e6c03550a300b9d9ab498949836d2d434e441da4c12a943a086e396940',
};

/**
 * Spark 3.5 with Iceberg, as AWS Glue 5 has them: 370 MB, fetched by pip and Maven at the first run. Newer Javas
 * than 17 are not for this Spark.
 */
export function sparkEngine(): SparkEngine {
  const environment = pythonEnvironment('spark', join(import.meta.dirname, 'requirements.txt'));
  return { python: join(environment, 'bin/python'), jar: jarOf(iceberg), javaHome: javaHome(17) };
}
