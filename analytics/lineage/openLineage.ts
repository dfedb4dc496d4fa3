import type { Edge, Holder, Lineage } from './graph.ts';

const producer = 'urn:aljibe:lineage';
const schemas = {
  event: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent',
  schema: 'https://openlineage.io/spec/facets/1-1-1/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet',
  columns:
    'https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet',
} as const;

const facet = (schemaUrl: string) => ({ _producer: producer, _schemaURL: schemaUrl });

/** A table by the names that OpenLineage gives it: where it lives, and what it is called there. */
const datasetOf = (id: string) => ({ namespace: 'aljibe', name: id });

const subtypes = { identity: 'IDENTITY', derived: 'TRANSFORMATION', aggregated: 'AGGREGATION' } as const;

/**
 * The lineage as job events of OpenLineage (https://openlineage.io/spec/2-0-2/OpenLineage.json): one for everything
 * that is made of something else, with the column lineage of its output (facet 1-2-0). They say how it is made,
 * not that it was made: a run is none of their business.
 * @param at ISO 8601, when the lineage was read
 */
export function openLineageEvents({ holders, edges }: Lineage, at: string) {
  const columnOwners = new Map<string, { readonly id: string; readonly column: string }>(
    holders.flatMap(({ id, columns }) =>
      columns.map((column) => [`${id}.${column}`, { id, column }] as const),
    ),
  );
  const into = new Map<string, Edge[]>();
  for (const edge of edges) {
    const holder = columnOwners.get(edge.to)?.id ?? edge.to;
    into.set(holder, [...(into.get(holder) ?? []), edge]);
  }
  const inputField = (edge: Edge) => {
    const owner = columnOwners.get(edge.from);
    if (!owner) return null;
    const transformation =
      edge.how === 'rows' ? { type: 'INDIRECT' } : { type: 'DIRECT', subtype: subtypes[edge.how] };
    return { ...datasetOf(owner.id), field: owner.column, transformations: [transformation] };
  };
  return holders.flatMap((holder) => {
    const incoming = into.get(holder.id) ?? [];
    if (incoming.length === 0) return [];
    const inputs = new Set(incoming.map(({ from }) => columnOwners.get(from)?.id ?? from));
    return [
      {
        eventTime: at,
        producer,
        schemaURL: schemas.event,
        job: { namespace: 'aljibe', name: holder.id },
        inputs: [...inputs].sort().map(datasetOf),
        outputs: [{ ...datasetOf(holder.id), facets: facetsOf(holder, incoming, inputField) }],
      },
    ];
  });
}

function facetsOf(holder: Holder, incoming: readonly Edge[], inputField: (edge: Edge) => object | null) {
  const fields = holder.columns.map((column) => {
    const inputs = incoming.filter(({ to }) => to === `${holder.id}.${column}`);
    return [column, { inputFields: inputs.flatMap((edge) => inputField(edge) ?? []) }] as const;
  });
  return {
    ...(holder.columns.length > 0 && {
      schema: { ...facet(schemas.schema), fields: holder.columns.map((name) => ({ name })) },
    }),
    columnLineage: {
      ...facet(schemas.columns),
      fields: Object.fromEntries(fields.filter(([, { inputFields }]) => inputFields.length > 0)),
      // What goes into the whole of it: the columns that decide its rows, or all that a visual shows.
      dataset: incoming.filter(({ to }) => to === holder.id).flatMap((edge) => inputField(edge) ?? []),
    },
  };
}
