import { catalogOf } from '../../../analytics/catalog.ts';
import { accessOf } from '../../../analytics/governance/access.ts';
import { flowThrough } from '../../../analytics/lineage/flow.ts';
import { martsOf } from '../../../analytics/marts.ts';
import { functions } from '../../../analytics/sql/functions/index.ts';
import { printedType } from '../../../analytics/sql/types.ts';
import { viewColumns } from '../../../analytics/views/columns.ts';
import { type View, views } from '../../../analytics/views.ts';
import { catalog } from '../../../datasets/catalog.ts';
import { roles } from '../../../lake/governance/roles.ts';
import type { Account } from '../../../runtime/accounts/accounts.ts';
import { platformLineage } from '../../../runtime/lineage.ts';
import type { FunctionFacts, TableFacts, ViewFacts } from '../../api.ts';
import { json, Refusal } from '../reply.ts';
import type { Routes } from '../routes.ts';

/** What a statement may name: tables, views and functions; and how tables come of each other. */
export function tableRoutes(): Routes {
  return {
    'GET /api/tables': ({ asker }) => json(asker.account ? seenTables(asker.account) : tables()),
    'GET /api/functions': () =>
      json(functions.map(({ name, kind, meaning }): FunctionFacts => ({ name, kind, meaning }))),
    'GET /api/views': () => json(views.map(factsOf)),
    'GET /api/views/:view': ({ params }) => {
      const view = views.find(({ name }) => name === params.view);
      if (!view) throw new Refusal(404, `"${params.view}" is no view`);
      return json(factsOf(view));
    },
    'GET /api/lineage/:table': ({ params }) => {
      const { table = '' } = params;
      const flow = flowThrough(platformLineage(), table);
      if (flow.nodes.length === 0) throw new Refusal(404, `"${table}" is no table`);
      return json(flow);
    },
  };
}

function tables(): TableFacts[] {
  const known = catalogOf(catalog);
  const stored = known.names.map((name) => ({
    name,
    columns: (known.of(name)?.columns ?? []).map((column) => ({
      name: column.name,
      type: printedType(column.type),
    })),
  }));
  return [...stored, ...views.map((view) => ({ name: `marts.${view.name}`, columns: columnsOf(view) }))];
}

/** What somebody in a role may name. */
function seenTables({ role }: Account): TableFacts[] {
  const access = accessOf(catalog, martsOf(catalog), roles[role]);
  return tables()
    .map(({ name, columns }) => {
      const seen = access.of(name).columns;
      return { name, columns: columns.filter((column) => seen.get(column.name)?.isSeen) };
    })
    .filter(({ columns }) => columns.length > 0);
}

function factsOf(view: View): ViewFacts {
  const { name, meaning, es, grain, owner, authority, reads, sql } = view;
  return { name, meaning, es, grain, owner, authority, reads, sql, columns: columnsOf(view) };
}

const columnsOf = ({ name }: View) =>
  Object.entries(viewColumns[name]).map(([column, type]) => ({ name: column, type }));
