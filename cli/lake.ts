import { catalog } from '../datasets/catalog.ts';
import type { Lake } from '../lake/sql/views.ts';
import { findState } from '../runtime/state.ts';

/** The lake of a state directory, for commands that read it. */
export function lakeOf(dir: string): Lake {
  return { dirs: findState(dir), contracts: catalog };
}
