import type { Column, ColumnType } from './columns.ts';
import type { Contract } from './contract.ts';
import { type Lookup, type Problem, snakeCase } from './problem.ts';

/** What contradicts itself in the columns of a contract, each by itself. */
export function columnProblems(contract: Contract, lookup: Lookup): Problem[] {
  const names = Object.keys(contract.columns);
  return names.flatMap((name, index) => {
    const column = contract.columns[name] as Column;
    const twin = names.slice(0, index).find((other) => other.toLowerCase() === name.toLowerCase());
    return [
      ...(snakeCase.test(name) ? [] : ['is not a name in snake_case']),
      ...(twin === undefined ? [] : [`differs from "${twin}" in case only`]),
      ...(column.meaning.trim() === '' ? ['does not say what it means'] : []),
      ...(column.es.trim() === '' ? ['has no Spanish label'] : []),
      ...typeRules(column.type),
      ...referenceRules(column, lookup),
      ...vocabularyRules(column),
      ...(column.formerly === undefined || !Object.hasOwn(contract.columns, column.formerly)
        ? []
        : [`was ${column.formerly} before, which is another column`]),
    ].map((rule) => `${contract.name}.${name}: ${rule}`);
  });
}

/** Iceberg, Parquet and SQLite hold a decimal of up to 18 digits in 64 bits. */
const maxPrecision = 18;

function typeRules(type: ColumnType): string[] {
  switch (type.kind) {
    case 'decimal':
      return decimalRules(type.precision, type.scale);
    case 'list':
      return typeRules(type.of).map((rule) => `item ${rule}`);
    case 'struct':
      return structRules(type.fields);
    default:
      return [];
  }
}

function decimalRules(precision: number, scale: number): string[] {
  const form = `decimal(${precision}, ${scale})`;
  if (!Number.isInteger(precision) || precision < 1 || precision > maxPrecision) {
    return [`is ${form}, but a decimal has 1 to ${maxPrecision} digits`];
  }
  return Number.isInteger(scale) && scale >= 0 && scale <= precision
    ? []
    : [`is ${form}, but has only ${precision} digits to put behind the point`];
}

function structRules(fields: Readonly<Record<string, ColumnType>>): string[] {
  if (Object.keys(fields).length === 0) return ['is a struct without fields'];
  return Object.entries(fields).flatMap(([name, type]) =>
    [...(snakeCase.test(name) ? [] : ['is not a name in snake_case']), ...typeRules(type)].map(
      (rule) => `field "${name}" ${rule}`,
    ),
  );
}

function referenceRules({ type, references }: Column, lookup: Lookup): string[] {
  if (references === undefined) return [];
  const rules: string[] = [];
  if (!lookup(references)) rules.push(`references "${references}", which is no dataset`);
  if (!holdsTexts(type)) rules.push(`references "${references}", but is neither text nor a list of texts`);
  return rules;
}

function vocabularyRules({ type, vocabulary }: Column): string[] {
  if (vocabulary === undefined) return [];
  const rules: string[] = [];
  if (!holdsTexts(type)) rules.push('has a vocabulary, but is neither text nor a list of texts');
  if (vocabulary.length === 0) rules.push('has an empty vocabulary');
  const repeated = vocabulary.find((word, index) => vocabulary.indexOf(word) < index);
  if (repeated !== undefined) rules.push(`has "${repeated}" twice in its vocabulary`);
  const reserved = vocabulary.find((word) => word === '' || word.startsWith('ext:'));
  if (reserved !== undefined) rules.push(`has "${reserved}" in its vocabulary, which is for unknown values`);
  return rules;
}

function holdsTexts(type: ColumnType): boolean {
  return type.kind === 'text' || (type.kind === 'list' && type.of.kind === 'text');
}
