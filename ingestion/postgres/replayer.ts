import { contractOf } from '../../datasets/catalog.ts';
import { compileMapping } from '../mapping/compile.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { offer } from '../mapping/offer.ts';
import type { Replayer } from '../replay.ts';
import { postgresReaders } from './readers.ts';

/** Maps quarantined rows of a table again; null where no mapping reads the table for the dataset any more. */
export function postgresReplayer(
  mappings: readonly Mapping[],
  table: string,
  dataset: string,
): Replayer | null {
  const mapping = mappings.find((candidate) => candidate.table === table && candidate.dataset === dataset);
  if (!mapping) return null;
  const compiled = compileMapping(mapping, contractOf(dataset), postgresReaders);
  return (row, found) => offer(compiled, row, found);
}
