import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pythonEnvironment } from '../python.ts';

export interface PythonEngines {
  /** The Python that has PyIceberg. */
  readonly python: string;
  /** DuckDB's extensions avro, httpfs and iceberg, in the order in which they must be loaded. */
  readonly duckdbExtensions: readonly string[];
}

/**
 * PyIceberg and DuckDB's Iceberg extension (450 MB, made in under a minute).
 * @throws Error when there is no Python 3.10 or later, or a package cannot be had
 */
export function pythonEngines(): PythonEngines {
  const environment = pythonEnvironment('pyiceberg', join(import.meta.dirname, 'requirements.txt'));
  return {
    python: join(environment, 'bin/python'),
    duckdbExtensions: ['avro', 'httpfs', 'iceberg'].map((name) => extension(environment, name)),
  };
}

function extension(environment: string, name: string): string {
  const [path] = globSync(join(environment, `lib/python*/site-packages/**/${name}.duckdb_extension`));
  if (!path) throw new Error(`${environment} has no ${name}.duckdb_extension`);
  return path;
}
