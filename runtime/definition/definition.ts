import { createHash } from 'node:crypto';
import { dashboards } from '../../analytics/dashboards/dashboards.ts';
import type { Dashboard } from '../../analytics/dashboards/definition.ts';
import { accessOf } from '../../analytics/governance/access.ts';
import type { Lineage } from '../../analytics/lineage/graph.ts';
import type { Marts } from '../../analytics/marts.ts';
import { printedType } from '../../analytics/sql/types.ts';
import { analytics } from '../../analytics/translatedViews.ts';
import { type View, views } from '../../analytics/views.ts';
import { catalog } from '../../datasets/catalog.ts';
import type { Contract } from '../../datasets/contract.ts';
import { type Role, type RoleName, roleNames, roles } from '../../lake/governance/roles.ts';
import { platformLineage } from '../lineage.ts';

/** A view with the columns that its query has. */
export interface DefinedView extends Pick<View, 'name' | 'sql' | 'people' | 'stored'> {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** Columns that a role sees, by qualified table. */
export type Seen = Readonly<Record<string, readonly string[]>>;

/** All that decides what the platform holds, shows and to whom, as plain data. */
export interface Definition {
  readonly contracts: Readonly<Record<string, Contract>>;
  readonly views: readonly DefinedView[];
  readonly dashboards: readonly Dashboard[];
  readonly roles: Readonly<Record<string, Role>>;
  /** What follows from the others, by role. */
  readonly access: Readonly<Record<string, Seen>>;
  /** What follows from the others and from the mappings. */
  readonly lineage: Lineage;
}

let definition: Definition | null = null;
let fingerprint: string | null = null;

/** What this program says: the same as long as it runs. */
export function workingDefinition(): Definition {
  definition ??= definitionOfAll();
  return definition;
}

function definitionOfAll(): Definition {
  const { tables: marts } = analytics();
  return {
    contracts: catalog,
    views: views.map(({ name, sql, people, stored }) => ({
      name,
      sql,
      people,
      stored,
      columns: (marts.view(name)?.columns ?? []).map((column) => ({
        name: column.name,
        type: printedType(column.type),
      })),
    })),
    dashboards,
    roles,
    access: Object.fromEntries(roleNames.map((role) => [role, seenBy(role, marts)])),
    lineage: platformLineage(),
  };
}

function seenBy(role: RoleName, marts: Marts): Seen {
  const access = accessOf(catalog, marts, roles[role]);
  return Object.fromEntries(
    marts.names.map((table) => {
      const seen = [...access.of(table).columns].filter(([, { isSeen }]) => isSeen);
      return [table, seen.map(([column]) => column)];
    }),
  );
}

/** Tells one definition from another, without what follows from it: cheap enough for every start. */
export function workingFingerprint(): string {
  fingerprint ??= fingerprintOfAll();
  return fingerprint;
}

function fingerprintOfAll(): string {
  const told = views.map(({ name, sql, people, stored }) => ({ name, sql, people, stored }));
  return createHash('sha256')
    .update(JSON.stringify([catalog, told, dashboards, roles]))
    .digest('hex');
}
