import { UserError } from '../../../base/errors.ts';

export type Mode = 'bulk' | 'delta';

/** What `manifest.csv` says of its bundle. */
export interface Manifest {
  readonly version: string | null;
  readonly systemName: string | null;
  readonly systemCode: string | null;
  /** By plain lower-case file name, such as `academicsessions`. */
  readonly modes: ReadonlyMap<string, Mode | 'absent'>;
}

export const noManifest: Manifest = { version: null, systemName: null, systemCode: null, modes: new Map() };

/** Reads the rows `propertyName,value` of a manifest; case and spaces do not count. */
export function readManifest(path: string, records: Iterable<readonly string[]>): Manifest {
  const values = new Map<string, string>();
  for (const [name = '', value = ''] of records) values.set(name.trim().toLowerCase(), value.trim());
  const modes = new Map<string, Mode | 'absent'>();
  for (const [name, value] of values) {
    if (!name.startsWith('file.')) continue;
    const mode = value.toLowerCase();
    if (mode !== 'bulk' && mode !== 'delta' && mode !== 'absent') {
      throw new UserError(`${path}: ${name} is "${value}", not absent, bulk or delta`, {
        hint: 'Correct the manifest: whether a file is bulk or delta decides what its silence means.',
      });
    }
    modes.set(name.slice('file.'.length), mode);
  }
  return {
    version: values.get('oneroster.version') || null,
    systemName: values.get('source.systemname') || null,
    systemCode: values.get('source.systemcode') || null,
    modes,
  };
}
