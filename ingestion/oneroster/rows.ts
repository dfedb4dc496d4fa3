import { contractOf } from '../../datasets/catalog.ts';
import { type CompiledMapping, compileMapping } from '../mapping/compile.ts';
import type { SourceRow } from '../mapping/mapping.ts';
import { type Found, type Offer, offer } from '../mapping/offer.ts';
import { oneRosterMappings } from '../mapping/oneroster/mappings.ts';
import type { Replayer } from '../replay.ts';
import { oneRosterReaders } from './readers.ts';

const compiled: ReadonlyMap<string, CompiledMapping> = new Map(
  oneRosterMappings.map((mapping) => [
    `${mapping.table} ${mapping.dataset}`,
    compileMapping(mapping, contractOf(mapping.dataset), oneRosterReaders),
  ]),
);

/** The mapping of a file into a dataset. */
export function mappingOf(file: string, dataset: string): CompiledMapping {
  const mapping = compiled.get(`${file} ${dataset}`);
  if (!mapping) throw new Error(`no mapping of ${file} into ${dataset}`);
  return mapping;
}

/** The mappings of all files into a dataset. */
export function mappingsInto(dataset: string): CompiledMapping[] {
  return [...compiled.values()].filter(({ contract }) => contract.name === dataset);
}

/** Maps a prepared row. A file states whole rows: a column that its header lacks is empty, not unchanged. */
export function offerRow(file: string, dataset: string, row: SourceRow, found: Found): Offer {
  const mapping = mappingOf(file, dataset);
  const whole: Record<string, string | null> = { ...row };
  for (const column of mapping.usedColumns) whole[column] ??= null;
  return offer(mapping, whole, found);
}

/** Maps quarantined rows of OneRoster files again; null for lines that were never mapped. */
export function oneRosterReplayer(file: string, dataset: string): Replayer | null {
  return compiled.has(`${file} ${dataset}`) ? (row, found) => offerRow(file, dataset, row, found) : null;
}
