import type { ColumnType } from '../../../datasets/columns.ts';
import type { Contract } from '../../../datasets/contract.ts';
import { type Language, words } from './words.ts';

/** One dataset as a page shows it: texts in one language, besides what contracts say in theirs. */
export interface Entry {
  readonly name: string;
  /** Spanish. */
  readonly label: string;
  /** English. */
  readonly meaning: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly columns: readonly ColumnEntry[];
  readonly rules: readonly { readonly name: string; readonly severity: string; readonly demand: string }[];
  /** Tables that it comes from. */
  readonly from: readonly string[];
  /** Views that read it. */
  readonly to: readonly string[];
}

export interface ColumnEntry {
  readonly name: string;
  readonly label: string;
  readonly meaning: string;
  readonly type: string;
  readonly isRequired: boolean;
  /** Empty for what reveals nothing. */
  readonly reveals: string;
  readonly references: string | null;
  readonly vocabulary: readonly string[];
}

/** Which tables touch a dataset: what it is made of, and what is made of it. */
export type Neighbours = (dataset: string) => {
  readonly from: readonly string[];
  readonly to: readonly string[];
};

export function entriesOf(
  contracts: readonly Contract[],
  neighbours: Neighbours,
  language: Language,
): Entry[] {
  const said = words[language];
  return contracts.map(({ name, es, meaning, key, kind, version, scope, freshness, retention, ...rest }) => ({
    name,
    label: es,
    meaning,
    facts: [
      [said.key, key],
      [said.kind, `${said.kinds[kind]}, ${version}`],
      [said.belongs, said.scope(scope)],
      [said.freshness, freshness],
      [said.retention, said.kept(retention.period, retention.from)],
    ],
    columns: Object.entries(rest.columns).map(([column, facts]) => ({
      name: column,
      label: facts.es,
      meaning: facts.meaning,
      type: typeText(facts.type),
      isRequired: facts.optional !== true,
      reveals: !facts.reveals || facts.reveals === 'nothing' ? '' : said.disclosures[facts.reveals],
      references: facts.references ?? null,
      vocabulary: facts.vocabulary ?? [],
    })),
    rules: rest.quality.map((rule) => ({
      name: rule.name,
      severity: said.severities[rule.severity],
      demand: said.rule(rule),
    })),
    ...neighbours(name),
  }));
}

function typeText(type: ColumnType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`;
    case 'list':
      return `list<${typeText(type.of)}>`;
    case 'struct':
      return `struct<${Object.entries(type.fields)
        .map(([name, field]) => `${name}: ${typeText(field)}`)
        .join(', ')}>`;
    default:
      return type.kind;
  }
}
