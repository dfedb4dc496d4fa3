import type { Ledger } from '../ledger/ledger.ts';
import { parsePosition } from '../ledger/position.ts';
import type { Source } from '../ledger/sources.ts';
import { parseIdentity, type Remembered } from './slot.ts';

export type Copied = Readonly<Record<string, string>>;

/** What the ledger keeps of a feeder besides its rows. */
interface Fact {
  readonly phase: 'copying' | 'streaming';
  /** Tables of which a copy is complete, with the mark that the publication then had for them. */
  readonly copied: Copied;
}

/** Durable before the slot is made: a slot that is found later is known to be ours. */
export function rememberCopying(ledger: Ledger, sourceName: string): void {
  remember(ledger, sourceName, { phase: 'copying', copied: {} });
}

export function rememberCopied(ledger: Ledger, sourceName: string, copied: Copied): void {
  remember(ledger, sourceName, { phase: 'streaming', copied });
}

export function recall(ledger: Ledger, source: Source): Remembered & { readonly copied: Copied } {
  const text = ledger.fact(factName(source.name));
  const fact = text === null ? null : (JSON.parse(text) as Fact);
  const identity = parseIdentity(source.identity);
  return {
    phase: fact?.phase ?? 'new',
    copied: fact?.copied ?? {},
    systemId: identity?.systemId ?? null,
    timeline: identity?.timeline ?? null,
    began: identity?.began ?? null,
    position: source.position === null ? null : parsePosition(source.position).lsn,
  };
}

const factName = (sourceName: string) => `postgres.${sourceName}`;

function remember(ledger: Ledger, sourceName: string, fact: Fact): void {
  ledger.setFact(factName(sourceName), JSON.stringify(fact));
}
