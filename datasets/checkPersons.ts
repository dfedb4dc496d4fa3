import type { Column, Person } from './columns.ts';
import type { Contract } from './contract.ts';
import { columnsAbout } from './erasure.ts';
import type { Problem } from './problem.ts';

/**
 * What contradicts itself in who a contract is about. Whether a person may see a value, and what erasing a
 * person removes, is read from these statements alone, so none of them may be left to a guess.
 */
export function personProblems(contract: Contract): Problem[] {
  return [
    ...subjectProblems(contract),
    ...keyProblems(contract),
    ...ownerProblems(contract),
    ...erasureProblems(contract),
  ];
}

/** What is made anonymous must be able to be without what it says of the person. */
function erasureProblems(contract: Contract): Problem[] {
  const { name, subjects, columns, erasure = {} } = contract;
  return (Object.entries(erasure) as [Person, string][]).flatMap(([person, rule]) => {
    if (!subjects[person]) return [`${name}: says what erasing a ${person} does, but no column names one`];
    if (rule !== 'anonymise') return [];
    return columnsAbout(contract, person)
      .filter((column) => columns[column] && columns[column].optional !== true)
      .map((column) => `${name}.${column}: erasing the ${person} leaves it empty, but it is not optional`);
  });
}

function subjectProblems({ name, subjects, columns }: Contract): Problem[] {
  return Object.entries(subjects).flatMap(([person, subject]) => {
    const column = columns[subject];
    if (!column) return [`${name}.${subject}: names the ${person}, but is no column`];
    const rules: string[] = [];
    if (column.type.kind !== 'text') rules.push(`names the ${person}, but is not text`);
    if (!reveals(column)) rules.push(`names the ${person}, but reveals nothing`);
    return rules.map((rule) => `${name}.${subject}: ${rule}`);
  });
}

/** The key of a row about a person stands for the person, and is often put together from their number. */
function keyProblems({ name, key, subjects, columns }: Contract): Problem[] {
  const column = columns[key];
  const isSubject = Object.values(subjects).includes(key);
  if (!column || isSubject || Object.keys(subjects).length === 0 || reveals(column)) return [];
  return [`${name}.${key}: is the key of rows about persons, but reveals nothing`];
}

function ownerProblems({ name, subjects, columns }: Contract): Problem[] {
  const persons = Object.keys(subjects) as Person[];
  return Object.entries(columns).flatMap(([columnName, column]) => {
    const rule = ownerRule(column, persons);
    return rule ? [`${name}.${columnName}: ${rule}`] : [];
  });
}

function ownerRule(column: Column, persons: readonly Person[]): string | null {
  const { whose } = column;
  if (whose !== undefined && !persons.includes(whose)) return `is of the ${whose}, whom no column names`;
  if (!reveals(column)) return whose === undefined ? null : `is of the ${whose}, but reveals nothing`;
  if (persons.length === 0) return `reveals ${column.reveals}, but no column names a person`;
  if (persons.length > 1 && whose === undefined) {
    return `reveals ${column.reveals}, but does not say whose: ${persons.join(' or ')}`;
  }
  return null;
}

function reveals(column: Column): boolean {
  return column.reveals !== undefined && column.reveals !== 'nothing';
}
