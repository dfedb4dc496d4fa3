import { UserError } from '../../../base/errors.ts';
import { catalog } from '../../../datasets/catalog.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Bundle } from '../bundle/bundle.ts';
import type { Knowledge } from '../prepare/knowledge.ts';
import type { Tally } from './tally.ts';

const prefix = 'oneroster:';
/** So many keys of a dataset are asked for their owner; the first tell enough. */
const asked = 1000;

/**
 * The source that a bundle belongs to. Two districts may use one system, and a bulk load removes what its source
 * no longer has, so the system's code alone would make one district's load remove the other's rows. Hence, in this
 * order: the name that is given; the OneRoster source that owns more than half of the organisations that the bundle
 * holds or names, else of the other rows that it refers to, else of its own; the system's code with the
 * organisation at the head of the bundle.
 */
export function sourceNameOf(
  bundle: Bundle,
  knowledge: Knowledge,
  tallies: ReadonlyMap<string, Tally>,
  ledger: Ledger,
  given?: string,
): string {
  if (given) return given.startsWith(prefix) ? given : prefix + given;
  const named = referencesOf(tallies);
  const orgs = orgsOf(knowledge, named);
  named.delete('orgs');
  const outside = [...named].map(
    ([dataset, keys]) => [dataset, keys.filter((key) => !tallies.get(dataset)?.has(key))] as const,
  );
  const own = [...tallies].map(([dataset, tally]) => [dataset, [...tally.keys()]] as const);
  const owner =
    majority(ledger, new Map([['orgs', orgs]])) ??
    majority(ledger, new Map(outside)) ??
    majority(ledger, new Map(own));
  if (owner) return owner;
  const parts = [bundle.manifest.systemCode ?? '', headOf(knowledge, orgs) ?? ''].map((part) =>
    part.trim().replace(/\s+/g, '-'),
  );
  const name = parts.filter((part) => part !== '').join('/');
  if (name !== '') return prefix + name;
  throw new UserError(`${bundle.path}: nothing in the bundle tells which system or organisation it is from`, {
    hint: 'Name its source with --source, the same for every bundle of that system.',
  });
}

/** Organisations that the bundle holds, or those that it names. */
function orgsOf(knowledge: Knowledge, named: ReadonlyMap<string, readonly string[]>): string[] {
  if (knowledge.orgTypes.size > 0) return [...knowledge.orgTypes.keys()];
  const ofPeople = [...knowledge.people.values()].flatMap(({ orgs }) => orgs);
  return [...new Set([...(named.get('orgs') ?? []), ...ofPeople])];
}

/** Every key that the bundle refers to, by the dataset that it is a key of. */
function referencesOf(tallies: ReadonlyMap<string, Tally>): Map<string, string[]> {
  const named = new Map<string, Set<string>>();
  for (const [dataset, tally] of tallies) {
    for (const [column, keys] of tally.references) {
      const target = catalog[dataset]?.columns[column]?.references ?? '';
      const known = named.get(target) ?? new Set();
      for (const key of keys.keys()) known.add(key);
      named.set(target, known);
    }
  }
  return new Map([...named].map(([dataset, keys]) => [dataset, [...keys]]));
}

/**
 * The OneRoster source that owns more than half of these keys; some of each dataset are asked for. A key counts
 * once, whichever datasets of people it may be in.
 */
function majority(ledger: Ledger, keys: ReadonlyMap<string, readonly string[]>): string | null {
  const owners = new Map<string, string | null>();
  for (const [dataset, each] of keys) {
    for (const key of each.slice(0, asked)) {
      const entry = ledger.get(dataset, key);
      const isOwned = entry && !entry.deleted && entry.source.startsWith(prefix);
      owners.set(key, isOwned ? entry.source : (owners.get(key) ?? null));
    }
  }
  const counts = new Map<string, number>();
  for (const owner of owners.values()) if (owner !== null) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  for (const [owner, count] of counts) if (count * 2 > owners.size) return owner;
  return null;
}

/** The organisation that stands for the bundle: a district if there is one, and always the same of several. */
function headOf(knowledge: Knowledge, orgs: readonly string[]): string | undefined {
  const rank = (id: string) => {
    const place = headTypes.indexOf(knowledge.orgTypes.get(id) ?? '');
    return place < 0 ? headTypes.length : place;
  };
  return [...orgs].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))[0];
}

const headTypes = ['district', 'local', 'school', 'state', 'national'];
