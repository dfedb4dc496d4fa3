import type { DatabaseSync } from 'node:sqlite';
import type { Contract } from '../../datasets/contract.ts';
import type { openBus } from './bus.ts';
import type { openCounts } from './counts.ts';
import type { Names } from './names.ts';
import type { QuarantineWriter } from './quarantine.ts';
import type { Register } from './register.ts';
import type { Sources } from './sources.ts';

/** The databases and dictionaries that the parts of the ledger share. */
export interface LedgerParts {
  readonly db: DatabaseSync;
  readonly names: Names;
  readonly sources: Sources;
  readonly quarantine: QuarantineWriter;
  readonly bus: ReturnType<typeof openBus>;
  readonly contracts: Readonly<Record<string, Contract>>;
  readonly register: Register;
  readonly live: ReturnType<typeof openCounts>;
}
