import type { Column, ColumnType, Person } from '../../datasets/columns.ts';
import type { Contract, QualityRule, Scope } from '../../datasets/contract.ts';
import { erasureRule } from '../../datasets/erasure.ts';
import { fieldsText, type Paper, termsText } from './table.ts';
import { wrapped } from './text.ts';

/** A contract as people read it: what a row is, its columns, its rules. */
export function contractText(contract: Contract, paper: Paper): string {
  return [
    fieldsText(
      [
        ['dataset', contract.name],
        ['kind', `${contract.kind}, version ${contract.version}`],
        ['key', contract.key],
        ['scope', scopeText(contract.scope)],
        ['freshness', `searchable within ${contract.freshness}`],
        ['retention', `${contract.retention.period} from ${contract.retention.from}`],
        ...erasureFields(contract),
      ],
      paper,
    ),
    `${wrapped(`${contract.es}. ${contract.meaning}`, paper.width).join('\n')}\n`,
    termsText(
      Object.entries(contract.columns).map(([name, column]) => [
        name,
        [factsText(column), meaningText(column)],
      ]),
      paper,
    ),
    termsText(
      contract.quality.map((rule) => [rule.name, [`${rule.severity}: ${ruleText(rule)}`]]),
      paper,
    ),
  ].join('\n');
}

/** What becomes of a row that names somebody who is erased. */
function erasureFields(contract: Contract): [string, string][] {
  const said = { delete: 'goes', anonymise: 'is left without them', keep: 'stays' };
  const rules = (Object.keys(contract.subjects) as Person[]).map(
    (person) => `of a ${person} ${said[erasureRule(contract, person)]}`,
  );
  return rules.length > 0 ? [['erasure', `a row ${rules.join(', ')}`]] : [];
}

/** `decimal(5, 2)`, `list of text`, `struct of name text, age integer`. */
export function typeText(type: ColumnType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`;
    case 'list':
      return `list of ${typeText(type.of)}`;
    case 'struct':
      return `struct of ${Object.entries(type.fields)
        .map(([name, field]) => `${name} ${typeText(field)}`)
        .join(', ')}`;
    default:
      return type.kind;
  }
}

function factsText({ type, optional, references, reveals, whose }: Column): string {
  return [
    typeText(type),
    !optional && 'required',
    references && `refers to ${references}`,
    reveals && reveals !== 'nothing' && `reveals ${reveals}${whose ? ` of the ${whose}` : ''}`,
  ]
    .filter(Boolean)
    .join('; ');
}

function meaningText({ es, meaning, vocabulary }: Column): string {
  return `${es}. ${meaning}${vocabulary ? ` One of ${vocabulary.join(', ')}.` : ''}`;
}

function scopeText(scope: Scope): string {
  switch (scope.kind) {
    case 'column':
      return `the school in ${scope.column}`;
    case 'bridge':
      return `the schools that ${scope.through} has for ${scope.on}`;
    case 'shared':
      return 'all schools';
  }
}

function ruleText(rule: QualityRule): string {
  switch (rule.kind) {
    case 'between':
      return `${rule.column} is ${[rule.min && `at least ${rule.min}`, rule.max && `at most ${rule.max}`]
        .filter(Boolean)
        .join(' and ')}`;
    case 'ordered':
      return `${rule.first} is not after ${rule.second}`;
    case 'unique':
      return `no two rows share ${rule.columns.join(', ')}`;
    case 'complete':
      return `at least ${Math.round(rule.share * 100)} % of the rows have ${rule.column}`;
    case 'resolves':
      return `${rule.column} refers to a row that is there`;
    case 'sql':
      return rule.meaning;
  }
}
