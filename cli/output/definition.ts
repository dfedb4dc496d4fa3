import type { SchemaChange } from '../../lake/iceberg/evolve.ts';
import { countsText } from '../../runtime/definition/admit.ts';
import { type ChangeKind, changeKinds } from '../../runtime/definition/diff/change.ts';
import type { DefinitionPlan, PlannedChange, Step } from '../../runtime/definition/plan.ts';
import type { Applied } from '../../runtime/definition/record.ts';
import { type Cell, type Paper, tableText } from './table.ts';
import { counted, grouped } from './text.ts';

const styles: Readonly<Partial<Record<ChangeKind, 'red' | 'yellow'>>> = {
  breaking: 'red',
  privacy: 'yellow',
};

/** Changes by what they mean, the gravest first, and then what is done to the lake. */
export function planText({ changes, steps }: DefinitionPlan, paper: Paper): string {
  const parts = [...changeKinds]
    .reverse()
    .map((kind) => changes.filter((change) => change.kind === kind))
    .filter((group) => group.length > 0)
    .map((group) => changesText(group, paper));
  if (steps.length > 0) parts.push(stepsText(steps, paper));
  return parts.join('\n');
}

function changesText(changes: readonly PlannedChange[], paper: Paper): string {
  const kind = (changes[0] as PlannedChange).kind;
  const style = styles[kind];
  return tableText(
    [{ title: kind }, { title: '' }, { title: 'rows', right: true }, { title: 'read by' }],
    changes.flatMap(({ place, what, rows, affects, problem }): Cell[][] => [
      [
        style ? { text: place, style } : place,
        what,
        rows === null ? '' : grouped(rows),
        readersText(affects),
      ],
      ...(problem === undefined
        ? []
        : [['', { text: `cannot be applied: ${problem}`, style: 'red' as const }, '', '']]),
    ]),
    paper,
  );
}

/** By where they are: an export or an index of the dataset itself is told by its change. */
function readersText(affects: readonly string[]): string {
  const of = (zone: string, word: string) => {
    const count = affects.filter((id) => id.startsWith(`${zone}.`)).length;
    return count === 0 ? [] : [counted(count, word)];
  };
  return [...of('marts', 'view'), ...of('dashboards', 'chart')].join(', ');
}

function stepsText(steps: readonly Step[], paper: Paper): string {
  return tableText([{ title: 'what is done' }, { title: '' }], steps.map(stepCells), paper);
}

function stepCells(step: Step): Cell[] {
  switch (step.kind) {
    case 'rename': {
      const names = Object.entries(step.renames).map(([from, to]) => `${from} to ${to}`);
      return [`ledger, ${step.dataset}`, `rename ${names.join(', ')}`];
    }
    case 'evolve':
      return [`table ${step.dataset}`, step.changes.map(schemaText).join('; ')];
    case 'index':
      return [`search ${step.dataset}`, 'index anew'];
    case 'view':
      return [`view ${step.view}`, 'compute anew'];
  }
}

function schemaText(change: SchemaChange): string {
  switch (change.kind) {
    case 'add':
      return `add ${change.within ? `${change.within}.` : ''}${change.field.name}`;
    case 'rename':
      return `rename ${change.from} to ${change.to}`;
    case 'widen':
      return `widen ${change.name} to ${change.type}`;
    case 'reorder':
      return 'reorder';
    default:
      return `${change.kind} ${change.name}`;
  }
}

/** `3 changes: 1 breaking, 2 additive`. */
export const changesSummary = (changes: readonly { readonly kind: ChangeKind }[]): string =>
  changes.length === 0 ? 'no change' : `${counted(changes.length, 'change')}: ${countsText(changes)}`;

export function historyText(
  applied: readonly Pick<Applied, 'number' | 'at' | 'by' | 'undoes' | 'changes'>[],
  paper: Paper,
): string {
  return tableText(
    [{ title: 'number', right: true }, { title: 'at' }, { title: 'by' }, { title: 'changes' }],
    applied.map(({ number, at, by, undoes, changes }) => [
      String(number),
      at.replace(/000Z$/, 'Z'),
      by,
      undoes === null ? countsText(changes) || 'none' : `takes back number ${undoes}`,
    ]),
    paper,
  );
}
