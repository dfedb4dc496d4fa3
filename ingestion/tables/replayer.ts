import type { Ledger } from '../ledger/ledger.ts';
import type { Replayer } from '../replay.ts';
import { lookUpIn } from './load/plan.ts';
import { knownMapping } from './mapping/find.ts';
import { compileTables } from './rows/compile.ts';
import type { CompiledFeed } from './rows/feed.ts';

/**
 * Maps quarantined rows of tables again, by the name that quarantine has for their mapping; null for rows that were
 * never mapped, or by a mapping that nobody knows any more.
 */
export function tableReplayer(ledger: Ledger): (feed: string, dataset: string) => Replayer | null {
  const compiled = new Map<string, readonly CompiledFeed[]>();
  const feedsOf = (name: string) => {
    const mapping = knownMapping(ledger, name);
    return mapping ? compileTables(mapping, lookUpIn(ledger)).flatMap(({ feeds }) => feeds) : [];
  };
  return (feed, dataset) => {
    const [name = ''] = feed.split('/');
    const feeds = compiled.get(name) ?? feedsOf(name);
    compiled.set(name, feeds);
    const found = feeds.find((each) => each.name === feed && each.feed.dataset === dataset);
    return found?.offer ?? null;
  };
}
