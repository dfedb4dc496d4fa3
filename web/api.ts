import type { Flow, FlowNode } from '../analytics/lineage/flow.ts';
import type { Measured } from '../analytics/quality/measure.ts';
import type { Contract } from '../datasets/contract.ts';
import type { RoleName } from '../lake/governance/roles.ts';
import type { RowChange } from '../lake/sql/diff.ts';
import type { History, SnapshotFacts } from '../lake/sql/history.ts';
import type { Item, Page } from '../query/engine.ts';
import type { ParityReport } from '../runtime/parity.ts';
import type { Status } from '../runtime/status.ts';

/** What server and page say to each other, besides rows in Arrow. Types only: the page loads nothing of it. */

export interface Problem {
  readonly message: string;
  readonly hint?: string;
}

/** Who looks at the portal, and what for. */
export interface SessionPage {
  /** Null while nobody needs one, and for whoever has none. */
  readonly account: {
    readonly name: string;
    readonly role: RoleName;
    /** Spanish label of the role. */
    readonly es: string;
    readonly schools: readonly string[];
  } | null;
  readonly mayEnter: boolean;
  /** Whether it sees the rows of everybody: then there are pages that others do not have. */
  readonly seesAll: boolean;
}

export interface PortalStatus extends Status {
  /** When it was read. */
  readonly at: string;
  readonly dir: string;
}

export interface ParityState {
  readonly running: { readonly step: string; readonly done?: number; readonly total?: number } | null;
  readonly last: { readonly at: string; readonly report: ParityReport } | null;
  /** Why the last one did not end. */
  readonly failure: Problem | null;
}

export interface DatasetPage {
  readonly contract: Contract;
  readonly relations: readonly {
    readonly name: string;
    readonly direction: 'forward' | 'reverse';
    readonly to: string;
    readonly column: string;
  }[];
  /** Columns that full text reads. */
  readonly searched: readonly string[];
}

export interface DatasetSample {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

export interface DiffPage {
  readonly dataset: string;
  readonly from: SnapshotFacts;
  readonly to: SnapshotFacts;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** The first of them. */
  readonly changes: readonly RowChange[];
}

export interface StatementState {
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly elapsedMs: number;
  readonly failure: Problem | null;
}

export interface ColumnName {
  readonly name: string;
  /** As Trino writes it. */
  readonly type: string;
}

export interface TableFacts {
  /** Qualified: `curated.students`, `marts.chronic_absence`, `raw.changes`. */
  readonly name: string;
  readonly columns: readonly ColumnName[];
}

export interface FunctionFacts {
  readonly name: string;
  readonly kind: 'scalar' | 'aggregate' | 'window' | 'operator';
  readonly meaning: string;
}

export interface ViewFacts {
  readonly name: string;
  readonly meaning: string;
  readonly es: string;
  readonly grain: string;
  readonly owner: string;
  readonly authority: string | null;
  readonly reads: readonly string[];
  readonly sql: string;
  readonly columns: readonly ColumnName[];
}

export type HistoryPage = History;
export type QualityPage = readonly Measured[];
export type LineagePage = Flow;
export type LineageNode = FlowNode;
export type SearchPage = Page;
export type SearchItem = Item;
