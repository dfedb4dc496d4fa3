import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { UserError } from '../../base/errors.ts';

/** Where something was noticed, and the rule; never a value, which may be a person's. */
export interface Note {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
}

/** One row of a file under the column names of OneRoster 1.1; an empty or absent cell is null. */
export interface BundleRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export interface Bundle {
  readonly files: Readonly<Partial<Record<BundleFile, readonly BundleRow[]>>>;
  /** Files in the folder that the monolith has no place for. */
  readonly ignored: readonly string[];
  readonly skipped: readonly Note[];
  readonly mended: readonly Note[];
}

export const bundleFiles = [
  'orgs',
  'academicSessions',
  'courses',
  'classes',
  'users',
  'roles',
  'enrollments',
  'demographics',
  'relationships',
] as const;
export type BundleFile = (typeof bundleFiles)[number];

/** Names that OneRoster 1.0 and the SDS 2.1 dialect use for the same columns, by file. */
const formerNames: Readonly<Partial<Record<BundleFile, Readonly<Record<string, string>>>>> = {
  courses: { grade: 'grades', code: 'courseCode', subject: 'subjects', schoolYearId: 'schoolYearSourcedId' },
  classes: {
    grade: 'grades',
    termSourcedId: 'termSourcedIds',
    sessionSourcedIds: 'termSourcedIds',
    orgSourcedId: 'schoolSourcedId',
  },
  users: { agents: 'agentSourcedIds', grade: 'grades' },
  demographics: {
    userSourcedId: 'sourcedId',
    birthdate: 'birthDate',
    birthCity: 'cityOfBirth',
    birthState: 'stateOfBirthAbbreviation',
    birthCountry: 'countryOfBirthCode',
  },
  roles: { roleStartDate: 'beginDate', roleEndDate: 'endDate' },
};

/** Reads a folder of OneRoster CSV files (1.0, 1.1, 1.2 or SDS 2.1). Rows that cannot be read are noted. */
export async function readBundle(folder: string): Promise<Bundle> {
  const names = await readdir(folder).catch((cause) => {
    throw new UserError(`cannot read the folder ${folder}`, {
      hint: 'Give a folder of OneRoster CSV files.',
      cause,
    });
  });
  const files: Partial<Record<BundleFile, BundleRow[]>> = {};
  const notes = { skipped: [] as Note[], mended: [] as Note[] };
  for (const file of bundleFiles) {
    const name = `${file}.csv`;
    if (names.includes(name)) files[file] = readRows(file, await readFile(join(folder, name), 'utf8'), notes);
  }
  if (Object.keys(files).length === 0) {
    throw new UserError(`${folder} holds none of the files of a OneRoster bundle`, {
      hint: `Expected some of ${bundleFiles.map((file) => `${file}.csv`).join(', ')}.`,
    });
  }
  const known = new Set<string>(['manifest.csv', ...bundleFiles.map((file) => `${file}.csv`)]);
  const ignored = names.filter((name) => name.endsWith('.csv') && !known.has(name)).sort();
  return { files, ignored, ...notes };
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function readRows(file: BundleFile, text: string, notes: { skipped: Note[]; mended: Note[] }): BundleRow[] {
  const options = { bom: true, info: true, trim: true, skip_empty_lines: true, relax_column_count: true };
  const [header, ...body] = parse(text, options) as unknown as Parsed[];
  const columns = (header?.record ?? []).map((name) => formerNames[file]?.[name] ?? name);
  const rows: BundleRow[] = [];
  for (const { record, info } of body) {
    const place = { file: `${file}.csv`, line: info.lines };
    if (record.slice(columns.length).some((cell) => cell !== '')) {
      notes.skipped.push({ ...place, rule: 'has more cells than the header' });
      continue;
    }
    if (record.length > columns.length) notes.mended.push({ ...place, rule: 'surplus empty cells dropped' });
    if (record.length < columns.length) notes.mended.push({ ...place, rule: 'missing cells left empty' });
    const cells = columns
      .map((name, index) => [name, record[index] ?? ''] as const)
      .filter(([, cell]) => cell !== '');
    rows.push({ line: info.lines, cells: Object.fromEntries(cells) });
  }
  return rows;
}
