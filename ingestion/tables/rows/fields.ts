import type { AnyRow, Contract } from '../../../datasets/contract.ts';
import type { FieldRule, SourceRow } from '../../mapping/mapping.ts';
import type { Feed, TableRule } from '../../mapping/tables/tableMapping.ts';
import { columnsIn, fill } from './templates.ts';

/** The present row of another dataset, or null. */
export type LookUp = (dataset: string, key: string) => AnyRow | null;

/** A column that no file has: made of others before the rules are applied. */
interface MadeColumn {
  readonly name: string;
  textOf(row: SourceRow, lookUp: LookUp): string | null;
}

/** A column of the file that a rule reads. */
export interface Need {
  readonly column: string;
  /** Contract column that is read from it; null for what only decides whether there is a row. */
  readonly field: string | null;
  /** Without it there would be no good row. */
  readonly isRequired: boolean;
  /** A key or a word of a vocabulary: spaces around it are none of it. */
  readonly isWord: boolean;
  /** The contract row holds all of it, so that `extra` need not. */
  readonly isHeld: boolean;
}

/** The fields of a feed in terms of rules that every source has, and what they need of the file. */
export interface Fields {
  readonly rules: Readonly<Record<string, FieldRule>>;
  readonly made: readonly MadeColumn[];
  readonly needs: readonly Need[];
}

/** Takes apart the rules of a feed. */
export function fieldsOf(feed: Feed, contract: Contract): Fields {
  const rules: Record<string, FieldRule> = {};
  const made: MadeColumn[] = [];
  const needs: Need[] = [];
  for (const [field, rule] of Object.entries(feed.fields)) {
    rules[field] = plainRule(rule, made);
    const column = contract.columns[field];
    const isTranslated = typeof rule === 'object' && ('codes' in rule || 'lookup' in rule);
    const isKey = field === contract.key || column?.references !== undefined;
    const isWord = isKey || column?.vocabulary !== undefined || isTranslated || isTemplate(rule);
    const isRequired = !column?.optional && !(typeof rule === 'object' && 'otherwise' in rule);
    for (const name of sourceColumns(rule)) {
      needs.push({ column: name, field, isRequired, isWord, isHeld: !isTranslated });
    }
  }
  for (const column of [feed.when?.column, feed.deletedWhen?.column]) {
    if (column) needs.push({ column, field: null, isRequired: true, isWord: true, isHeld: false });
  }
  if (feed.occurredAt) {
    needs.push({ column: feed.occurredAt, field: null, isRequired: false, isWord: false, isHeld: false });
  }
  return { rules, made, needs };
}

const isTemplate = (rule: TableRule) => typeof rule === 'object' && 'template' in rule;

/** The columns of the file that a rule reads. */
export function sourceColumns(rule: TableRule): string[] {
  if (typeof rule === 'string') return [rule];
  if ('column' in rule) return [rule.column];
  if ('template' in rule) return columnsIn(rule.template);
  return 'lookup' in rule ? columnsIn(rule.key) : [];
}

function plainRule(rule: TableRule, made: MadeColumn[]): FieldRule {
  if (typeof rule === 'string' || 'column' in rule || 'constant' in rule) return rule;
  if ('lookup' in rule) {
    const { lookup, key, take } = rule;
    const name = `${lookup}.${take} of ${key}`;
    made.push({
      name,
      textOf(row, lookUp) {
        const found = fill(key, row);
        return found === null ? null : textOfValue(lookUp(lookup, found)?.[take] ?? null);
      },
    });
    return name;
  }
  const { template } = rule;
  made.push({ name: template, textOf: (row) => fill(template, row) });
  return 'codes' in rule ? { column: template, codes: rule.codes } : { column: template };
}

function textOfValue(value: unknown): string | null {
  return value === null || typeof value === 'string' ? value : JSON.stringify(value);
}
