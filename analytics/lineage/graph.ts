import type { Contract } from '../../datasets/contract.ts';
import type { Dashboard } from '../dashboards/definition.ts';
import type { ColumnSource } from '../sql/lineage.ts';
import { visualColumns } from './visuals.ts';

/** What holds columns, from where data are born to where people see them. */
export type HolderKind = 'source' | 'dataset' | 'view' | 'visual' | 'index' | 'export';

export interface Holder {
  /** `legacy.alumnos`, `curated.students`, `marts.stays`, `dashboards.attendance.by-week`, `search.students`. */
  readonly id: string;
  readonly kind: HolderKind;
  /** Empty for what only reads: a visual, an index, a file. */
  readonly columns: readonly string[];
}

/**
 * One step of data. Ends are columns (`marts.stays.grade`) or, for rows that come and go together, holders.
 * `rows`: it decides which rows there are, how they are grouped or ordered, and gives no value.
 */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly how: ColumnSource['how'] | 'rows';
}

/** Where every column comes from and goes to, as data. */
export interface Lineage {
  readonly holders: readonly Holder[];
  readonly edges: readonly Edge[];
}

/** A view as its analysis tells it: `translate` gives all of this. */
export interface AnalysedView {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly sources: readonly ColumnSource[] }[];
  readonly uses: readonly ColumnSource[];
  readonly tables: readonly string[];
}

/** How one table of a source fills a dataset. */
export interface Filling {
  readonly source: string;
  readonly dataset: string;
  readonly values: readonly {
    readonly from: string;
    readonly to: string;
    readonly how: 'identity' | 'derived';
  }[];
  /** Columns of the source that decide whether a row counts. */
  readonly rows: readonly string[];
}

export interface Described {
  readonly contracts: Readonly<Record<string, Contract>>;
  readonly fillings: readonly Filling[];
  readonly views: readonly AnalysedView[];
  readonly dashboards: readonly Dashboard[];
}

/** Puts the lineage together out of what every room says of itself. Nothing is read or run. */
export function lineageOf({ contracts, fillings, views, dashboards }: Described): Lineage {
  const parts = [
    ...fillings.map(fillingPart),
    ...Object.values(contracts).map(datasetPart),
    ...views.map(viewPart),
    ...dashboards.flatMap(dashboardPart),
  ];
  const sources = new Map<string, Set<string>>();
  for (const { source, values, rows } of fillings) {
    const columns = sources.get(source) ?? new Set();
    for (const column of [...values.map(({ from }) => from), ...rows]) columns.add(column);
    sources.set(source, columns);
  }
  const born = [...sources].map(([id, columns]): Holder => ({ id, kind: 'source', columns: [...columns] }));
  return {
    holders: [...born, ...parts.flatMap(({ holders }) => holders)],
    edges: parts.flatMap(({ edges }) => edges),
  };
}

const fillingPart = ({ source, dataset, values, rows }: Filling): Lineage => ({
  holders: [],
  edges: [
    ...values.map(({ from, to, how }) => ({ from: `${source}.${from}`, to: `${dataset}.${to}`, how })),
    ...rows.map((column): Edge => ({ from: `${source}.${column}`, to: dataset, how: 'rows' })),
    { from: source, to: dataset, how: 'rows' },
  ],
});

/** Of a dataset everything is indexed, and everything goes into a file that is exported. */
function datasetPart({ name, columns }: Contract): Lineage {
  const dataset = `curated.${name}`;
  const names = Object.keys(columns);
  const readers = [
    { id: `search.${name}`, kind: 'index' },
    { id: `export.${name}`, kind: 'export' },
  ] as const;
  return {
    holders: [
      { id: dataset, kind: 'dataset', columns: names },
      ...readers.map(({ id, kind }) => ({ id, kind, columns: [] })),
    ],
    edges: readers.flatMap(({ id }) => [
      ...names.map((column): Edge => ({ from: `${dataset}.${column}`, to: id, how: 'identity' })),
      { from: dataset, to: id, how: 'rows' },
    ]),
  };
}

function viewPart({ name, columns, uses, tables }: AnalysedView): Lineage {
  const view = `marts.${name}`;
  return {
    holders: [{ id: view, kind: 'view', columns: columns.map((column) => column.name) }],
    edges: [
      ...columns.flatMap((column) =>
        column.sources.map(
          ({ table, column: from, how }): Edge => ({
            from: `${table}.${from}`,
            to: `${view}.${column.name}`,
            how,
          }),
        ),
      ),
      ...uses.map(({ table, column }): Edge => ({ from: `${table}.${column}`, to: view, how: 'rows' })),
      ...tables.map((table): Edge => ({ from: table, to: view, how: 'rows' })),
    ],
  };
}

const dashboardPart = (dashboard: Dashboard): Lineage[] =>
  dashboard.pages.flatMap((page) =>
    page.visuals.map((visual): Lineage => {
      const id = `dashboards.${dashboard.id}.${visual.id}`;
      const view = `marts.${visual.view}`;
      const { values, rows } = visualColumns(
        visual,
        dashboard.filters.filter((filter) => page.filters.includes(filter.id)),
      );
      return {
        holders: [{ id, kind: 'visual', columns: [] }],
        edges: [
          ...values.map(({ column, how }): Edge => ({ from: `${view}.${column}`, to: id, how })),
          ...rows.map((column): Edge => ({ from: `${view}.${column}`, to: id, how: 'rows' })),
          { from: view, to: id, how: 'rows' },
        ],
      };
    }),
  );
