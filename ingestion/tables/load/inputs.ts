import { parse } from 'node:path';
import { UserError } from '../../../base/errors.ts';
import type { TableMapping } from '../../mapping/tables/tableMapping.ts';
import { openTable } from '../file/open.ts';
import type { GivenFile, TableFile } from '../file/tableFile.ts';
import { type Naming, nameColumns } from '../rows/columns.ts';
import { type CompiledFile, compileTables } from '../rows/compile.ts';
import type { LookUp } from '../rows/fields.ts';

/** A file that a load reads, with what its mapping makes of it. */
export interface Input {
  readonly file: TableFile;
  readonly compiled: CompiledFile;
  readonly naming: Naming;
}

/**
 * Opens the files of a load and finds out what each of them is, by its name. They are put into the order of the mapping;
 * files of one kind keep the order in which they are given, which is that of batches: the later ones win.
 */
export async function openInputs(
  given: readonly GivenFile[],
  mapping: TableMapping,
  lookUp: LookUp,
): Promise<Input[]> {
  const kinds = compileTables(mapping, lookUp);
  const inputs: Input[] = [];
  for (const file of given) {
    const compiled = kindOf(file, mapping, kinds);
    const opened = await openTable(file);
    inputs.push({ file: opened, compiled, naming: nameColumns(opened, compiled) });
  }
  return inputs.sort((a, b) => kinds.indexOf(a.compiled) - kinds.indexOf(b.compiled));
}

function kindOf(
  { path, name }: GivenFile,
  mapping: TableMapping,
  kinds: readonly CompiledFile[],
): CompiledFile {
  const kind = kinds.find(({ mapping: { file } }) => patternOf(file).test(parse(path).name));
  if (kind) return kind;
  throw new UserError(`${name}: the mapping ${mapping.name} has no file of this name`, {
    exitCode: 2,
    hint: `It reads ${mapping.files.map(({ file }) => file).join(', ')}, of whatever ending.`,
  });
}

function patternOf(file: string): RegExp {
  const parts = file.split('*').map((part) => part.replace(/[^\w\s]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
}
