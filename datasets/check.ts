import { UserError } from '../base/errors.ts';
import { columnProblems } from './checkColumns.ts';
import { personProblems } from './checkPersons.ts';
import { qualityProblems } from './checkQuality.ts';
import type { Contract } from './contract.ts';
import { type Lookup, type Problem, snakeCase } from './problem.ts';

/**
 * Refuses contracts that contradict themselves or one another.
 * @throws UserError with every problem, one a line, each behind its place.
 */
export function checkContracts(contracts: readonly Contract[]): void {
  const byName = new Map(contracts.map((contract) => [contract.name, contract]));
  const lookup: Lookup = (dataset) => byName.get(dataset);
  const problems = [
    ...repeatedNames(contracts),
    ...contracts.flatMap((contract) => [
      ...nameProblems(contract),
      ...keyProblems(contract),
      ...columnProblems(contract, lookup),
      ...personProblems(contract),
      ...scopeProblems(contract, lookup),
      ...qualityProblems(contract),
      ...timeProblems(contract),
    ]),
  ];
  if (problems.length > 0) {
    throw new UserError(problems.join('\n'), { hint: 'mend the dataset in datasets/<name>.ts' });
  }
}

/** ISO 8601 duration in whole units, at least one of them. */
const duration = /^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/;

function repeatedNames(contracts: readonly Contract[]): Problem[] {
  return contracts
    .filter(({ name }, index) => contracts.findIndex((other) => other.name === name) < index)
    .map(({ name }) => `${name}: is stated twice`);
}

function nameProblems({ name, version, meaning, es }: Contract): Problem[] {
  const problems: Problem[] = [];
  if (!snakeCase.test(name)) problems.push(`${name}: is not a name in snake_case`);
  if (!Number.isSafeInteger(version) || version < 1) {
    problems.push(`${name}: version ${version} is not a whole number from 1 on`);
  }
  if (meaning.trim() === '') problems.push(`${name}: does not say what it means`);
  if (es.trim() === '') problems.push(`${name}: has no Spanish label`);
  return problems;
}

function keyProblems({ name, key, columns }: Contract): Problem[] {
  const column = columns[key];
  if (!column) return [`${name}.${key}: is the key, but no column`];
  const problems: Problem[] = [];
  if (!key.endsWith('_id')) problems.push(`${name}.${key}: is the key, but does not end in _id`);
  if (column.type.kind !== 'text') problems.push(`${name}.${key}: is the key, but not text`);
  if (column.optional) problems.push(`${name}.${key}: is the key, but optional`);
  return problems;
}

function scopeProblems(contract: Contract, lookup: Lookup): Problem[] {
  const { name, scope, columns } = contract;
  switch (scope.kind) {
    case 'shared':
      return [];
    case 'column': {
      const column = columns[scope.column];
      if (!column) return [`${name}.${scope.column}: is the scope, but no column`];
      return column.type.kind === 'text' ? [] : [`${name}.${scope.column}: is the scope, but not text`];
    }
    case 'bridge':
      return bridgeProblems(contract, scope, lookup);
  }
}

function bridgeProblems(
  contract: Contract,
  { through, on }: { through: string; on: string },
  lookup: Lookup,
): Problem[] {
  const bridge = lookup(through);
  if (!bridge) return [`${contract.name}: reaches its school through "${through}", which is no dataset`];
  const problems: Problem[] = [];
  if (!contract.columns[on]) problems.push(`${contract.name}.${on}: leads to the school, but is no column`);
  if (!bridge.columns[on])
    problems.push(`${contract.name}.${on}: leads to "${through}", which has no such column`);
  if (!bridge.columns.school_id) {
    problems.push(`${contract.name}: reaches its school through "${through}", which has no school_id`);
  }
  if (problems.length === 0 && namedBy(contract, on) !== namedBy(bridge, on)) {
    problems.push(`${contract.name}.${on}: names something else than in "${through}"`);
  }
  return problems;
}

/** The dataset whose rows a column names: its own for the key. */
function namedBy(contract: Contract, column: string): string | undefined {
  return column === contract.key ? contract.name : contract.columns[column]?.references;
}

function timeProblems({ name, freshness, retention, columns }: Contract): Problem[] {
  const problems: Problem[] = [];
  if (!duration.test(freshness)) problems.push(`${name}: freshness "${freshness}" is no ISO 8601 duration`);
  if (!duration.test(retention.period)) {
    problems.push(`${name}: retention "${retention.period}" is no ISO 8601 duration`);
  }
  if (retention.from === 'deletion') return problems;
  const kind = columns[retention.from]?.type.kind;
  if (!kind) problems.push(`${name}.${retention.from}: retention counts from it, but it is no column`);
  else if (kind !== 'date' && kind !== 'timestamp') {
    problems.push(`${name}.${retention.from}: retention counts from it, but it is no date or timestamp`);
  }
  return problems;
}
