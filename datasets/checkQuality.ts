import type { Column, ColumnType, Kind } from './columns.ts';
import type { Contract, QualityRule } from './contract.ts';
import type { Problem } from './problem.ts';
import { isAbove } from './rowRules.ts';
import { brokenRule } from './values.ts';

/** What contradicts itself in the quality rules of a contract. */
export function qualityProblems({ name, quality, columns }: Contract): Problem[] {
  const names = quality.map((rule) => rule.name);
  return [
    ...names
      .filter((rule, index) => names.indexOf(rule) < index)
      .map((rule) => `${name}: has two quality rules "${rule}"`),
    ...quality.flatMap((rule) => [
      ...missingColumns(rule, columns).map(
        (column) => `${name}.${column}: is named by the quality rule "${rule.name}", but is no column`,
      ),
      ...ruleProblems(rule, columns).map((problem) => `${name}: quality rule "${rule.name}" ${problem}`),
    ]),
  ];
}

type Columns = Readonly<Record<string, Column>>;

function missingColumns(rule: QualityRule, columns: Columns): string[] {
  return columnsOf(rule).filter((column) => !columns[column]);
}

function columnsOf(rule: QualityRule): readonly string[] {
  switch (rule.kind) {
    case 'ordered':
      return [rule.first, rule.second];
    case 'unique':
      return rule.columns;
    case 'sql':
      return [];
    default:
      return [rule.column];
  }
}

/** What contradicts itself in a rule whose columns are there; a missing one is told by itself. */
function ruleProblems(rule: QualityRule, columns: Columns): string[] {
  if (missingColumns(rule, columns).length > 0) return [];
  return [...severityProblems(rule), ...demandProblems(rule, columns)];
}

/** What a severity does must be decidable where it does it: of one row, or of one table. */
function severityProblems({ severity, kind }: QualityRule): string[] {
  if (severity === 'quarantine' && kind !== 'between' && kind !== 'ordered')
    return ['is of severity quarantine, which one row alone must decide'];
  if (severity === 'hold' && kind === 'resolves')
    return ['is of severity hold, but other datasets arrive in their own time'];
  return [];
}

function demandProblems(rule: QualityRule, columns: Columns): string[] {
  switch (rule.kind) {
    case 'between':
      return betweenProblems(rule, typeOf(columns, rule.column));
    case 'ordered':
      return orderedProblems(rule, typeOf(columns, rule.first), typeOf(columns, rule.second));
    case 'unique':
      return new Set(rule.columns).size < rule.columns.length || rule.columns.length === 0
        ? ['needs columns, each of them once']
        : [];
    case 'complete':
      return completeProblems(rule, columns[rule.column]?.optional === true);
    case 'resolves':
      return columns[rule.column]?.references ? [] : [`needs a reference, which ${rule.column} is not`];
    case 'sql':
      return [
        ...(rule.query.trim() === '' ? ['has no query'] : []),
        ...(rule.query.includes(';') ? ['has a ";" in its query, which is one statement'] : []),
        ...(rule.meaning.trim() === '' ? ['does not say what it means'] : []),
        ...(rule.es.trim() === '' ? ['has no Spanish label'] : []),
      ];
  }
}

const typeOf = (columns: Columns, name: string): ColumnType => (columns[name] as Column).type;

const ordered: readonly Kind[] = ['integer', 'decimal', 'date', 'timestamp'];

function betweenProblems(
  { column, min, max }: QualityRule & { kind: 'between' },
  type: ColumnType,
): string[] {
  if (!ordered.includes(type.kind)) return [`needs an order, which ${column} does not have`];
  if (min === undefined && max === undefined) return ['has neither min nor max'];
  const broken = Object.entries({ min, max }).flatMap(([bound, value]) => {
    const rule = value === undefined ? null : brokenRule(type, value);
    return rule ? [`has a ${bound} "${value}" that ${rule}`] : [];
  });
  if (broken.length > 0 || min === undefined || max === undefined) return broken;
  return isAbove(type.kind, min, max) ? [`has a min "${min}" above its max "${max}"`] : [];
}

function orderedProblems(
  { first, second }: QualityRule & { kind: 'ordered' },
  firstType: ColumnType,
  secondType: ColumnType,
): string[] {
  if (first === second) return [`compares ${first} with itself`];
  if (!ordered.includes(firstType.kind)) return [`needs an order, which ${first} does not have`];
  return firstType.kind === secondType.kind
    ? []
    : [`compares ${first}, a ${firstType.kind}, with ${second}, a ${secondType.kind}`];
}

function completeProblems(
  { column, share }: QualityRule & { kind: 'complete' },
  optional: boolean,
): string[] {
  const problems: string[] = [];
  if (!(share > 0 && share <= 1))
    problems.push(`has a share of ${share}, which is not above 0 and at most 1`);
  if (!optional) problems.push(`asks for ${column}, which is never missing`);
  return problems;
}
