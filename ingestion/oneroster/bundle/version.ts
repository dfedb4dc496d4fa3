import { aliases, type FileName, type Version } from './names.ts';

/** What tells the version of a bundle: its manifest, its files, and the headers as they are written. */
export interface VersionEvidence {
  /** `oneroster.version` of the manifest. */
  readonly stated: string | null;
  readonly headers: ReadonlyMap<FileName, readonly string[]>;
}

/** The version that the manifest states, or the one whose files and column names the bundle has. */
export function versionOf({ stated, headers }: VersionEvidence): Version {
  const has = (file: FileName, ...names: string[]) =>
    names.some((name) => headers.get(file)?.some((header) => header.trim() === name));
  const number = stated?.match(/1\.[012]/)?.[0];
  if (number) return number as Version;
  if (headers.has('relationships') || has('roles', 'roleStartDate', 'sessionSourcedId', 'isPrimary'))
    return 'SDS 2.1';
  if (has('classes', 'sessionSourcedIds')) return 'SDS 2.1';
  if (has('roles', 'roleType') || has('users', 'userMasterIdentifier', 'primaryOrgSourcedId', 'pronouns'))
    return '1.2';
  const old = Object.entries(aliases['1.0']) as [FileName, Record<string, string>][];
  return old.some(([file, names]) => has(file, ...Object.keys(names))) ? '1.0' : '1.1';
}
