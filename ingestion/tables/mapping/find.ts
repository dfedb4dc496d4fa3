import { readFileSync } from 'node:fs';
import { UserError } from '../../../base/errors.ts';
import { nearNames } from '../../../datasets/near.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { tableMappings } from '../../mapping/tables/all.ts';
import type { TableMapping } from '../../mapping/tables/tableMapping.ts';
import { checkTableMapping } from './check.ts';
import { shapeProblem } from './shape.ts';

/** Whether somebody means a file with a mapping, not the name of one that comes with Aljibe. */
export const isMappingFile = (named: string) => /[/\\]|\.json$/i.test(named);

/** A mapping that comes with Aljibe, by its name, or one out of a JSON file, by its path. */
export function findMapping(named: string): TableMapping {
  const known = tableMappings.find(({ name }) => name === named);
  if (known) return known;
  if (isMappingFile(named)) return readMapping(named);
  const names = tableMappings.map(({ name }) => name);
  const near = nearNames(named, names);
  throw new UserError(`"${named}" is no mapping`, {
    exitCode: 2,
    hint:
      near.length > 0
        ? `did you mean ${near.join(' or ')}?`
        : `mappings: ${names.join(', ')}, or the path of a JSON file`,
  });
}

function readMapping(path: string): TableMapping {
  const mapping = parseMapping(path, readText(path));
  checkTableMapping(mapping);
  if (tableMappings.some(({ name }) => name === mapping.name)) {
    throw new UserError(`${path}: a mapping that comes with Aljibe is called ${mapping.name}`, {
      hint: 'Give it another name.',
    });
  }
  return mapping;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UserError(`${path}: cannot be read (${(cause as Error).message})`, { cause, exitCode: 2 });
  }
}

function parseMapping(path: string, text: string): TableMapping {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UserError(`${path}: is not JSON (${(cause as Error).message})`, { cause });
  }
  const problem = shapeProblem(value);
  if (problem)
    throw new UserError(`${path}: ${problem}`, { hint: 'docs/tables.md shows what a mapping holds.' });
  return value as TableMapping;
}

const factOf = (name: string) => `tables.mapping.${name}`;

/** Keeps a mapping out of a file with the rows that came through it, so that quarantine can map them again. */
export function rememberMapping(ledger: Ledger, mapping: TableMapping): void {
  const text = JSON.stringify(mapping);
  const isOwn = tableMappings.includes(mapping);
  if (!isOwn && ledger.fact(factOf(mapping.name)) !== text) ledger.setFact(factOf(mapping.name), text);
}

/** The mapping of rows that were loaded before; null if nobody knows it any more. */
export function knownMapping(ledger: Ledger, named: string): TableMapping | null {
  const known = tableMappings.find(({ name }) => name === named);
  if (known) return known;
  const text = ledger.fact(factOf(named));
  return text === null ? null : parseMapping(`mapping ${named}`, text);
}
