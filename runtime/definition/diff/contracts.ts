import type { Contract, QualityRule } from '../../../datasets/contract.ts';
import { byName, type Change, isSame, paired } from './change.ts';
import { columnChanges } from './columns.ts';

type Contracts = Readonly<Record<string, Contract>>;

/** What changes in the contracts of datasets. */
export function contractChanges(before: Contracts, after: Contracts): Change[] {
  const { gone, come, both } = paired(before, after);
  return [
    ...gone.map(
      (name): Change => ({
        place: name,
        what: 'dataset removed: its table stays where it is, and nobody reads it',
        kind: 'breaking',
        concerns: { dataset: name },
        ...(Object.keys(before[name]?.subjects ?? {}).length > 0
          ? {
              problem:
                'what it holds of people would stay, and no erasure would find it: keep it, and send it no rows',
            }
          : {}),
      }),
    ),
    ...come.map((name): Change => ({ place: name, what: 'dataset added', kind: 'additive' })),
    ...both.flatMap((pair) => changed(pair.before, pair.after)),
  ];
}

function changed(before: Contract, after: Contract): Change[] {
  const { name: place } = after;
  const columns = columnChanges(before, after);
  const isShaped = !isSame(shapeOf(before), shapeOf(after));
  return [
    ...columns,
    ...identityChanges(before, after),
    ...privacyChanges(before, after),
    ...ruleChanges(before, after),
    ...(before.freshness === after.freshness
      ? []
      : [
          {
            place,
            what: `searchable within ${after.freshness}, was ${before.freshness}`,
            kind: 'additive',
          } as const,
        ]),
    ...(before.meaning === after.meaning && before.es === after.es
      ? []
      : [{ place, what: 'described otherwise', kind: 'wording' } as const]),
    ...versionChanges(before, after, isShaped),
  ];
}

/** What a row of it looks like. */
const shapeOf = ({ columns }: Contract) =>
  Object.fromEntries(
    Object.entries(columns).map(([name, { type, optional = false, vocabulary, references }]) => [
      name,
      { type, optional, vocabulary, references },
    ]),
  );

/** Change events travel with the version of their contract: another shape has another one. */
function versionChanges(before: Contract, after: Contract, isShaped: boolean): Change[] {
  const { name: place } = after;
  if (after.version < before.version) {
    const what = `version ${after.version}, was ${before.version}`;
    return [{ place, what, kind: 'breaking', problem: 'versions rise' }];
  }
  if (!isShaped || after.version > before.version) return [];
  const problem = `raise its version above ${before.version}: changes tell by it what they look like`;
  return [{ place, what: 'has other columns and the same version', kind: 'additive', problem }];
}

function identityChanges(before: Contract, after: Contract): Change[] {
  const { name: place } = after;
  const problem = 'rows and history stand by it: make another dataset';
  return [
    ...(before.key === after.key
      ? []
      : [{ place, what: `key ${after.key}, was ${before.key}`, kind: 'breaking', problem } as const]),
    ...(before.kind === after.kind
      ? []
      : [{ place, what: `is of the kind ${after.kind}, was ${before.kind}`, kind: 'breaking' } as const]),
  ];
}

/** Facts of a contract that decide over people, with the words for them. */
const facts = {
  scope: 'belongs to schools otherwise',
  subjects: 'is about people otherwise',
  erasure: 'is erased otherwise',
} as const;

function privacyChanges(before: Contract, after: Contract): Change[] {
  const { name: place } = after;
  const kept = ({ retention: { period, from } }: Contract) => `${period} from ${from}`;
  return [
    ...(Object.keys(facts) as (keyof typeof facts)[])
      .filter((fact) => !isSame(before[fact], after[fact]))
      .map((fact): Change => ({ place, what: facts[fact], kind: 'privacy' })),
    ...(kept(before) === kept(after)
      ? []
      : [{ place, what: `kept ${kept(after)}, was ${kept(before)}`, kind: 'privacy' } as const]),
  ];
}

function ruleChanges({ quality: before }: Contract, { name, quality: after }: Contract): Change[] {
  const named = (rules: readonly QualityRule[]) => byName(rules, (rule) => rule.name);
  const { gone, come, both } = paired(named(before), named(after));
  return [
    ...gone.map((rule): Change => ({ place: name, what: `rule ${rule} removed`, kind: 'widening' })),
    ...come.map((rule) => stricter(name, named(after)[rule] as QualityRule, 'added')),
    ...both
      .filter((pair) => !isSame(pair.before, pair.after))
      .map(({ after: rule }) => stricter(name, rule, 'changed')),
  ];
}

/** A rule that only tells breaks nothing; one that acts may keep rows back that came in before. */
function stricter(place: string, rule: QualityRule, how: string): Change {
  const what = `rule ${rule.name} (${rule.severity}) ${how}`;
  const isActing = rule.severity === 'quarantine' || rule.severity === 'hold';
  return { place, what, kind: isActing ? 'breaking' : 'additive' };
}
