import { generateMersenne53Randomizer } from '@faker-js/faker';

/** Seeded chance: the same seed and label give the same throws, whatever other dice are thrown beside. */
export interface Dice {
  /** Uniform in [0, 1). */
  next(): number;
  chance(probability: number): boolean;
  /** Whole number, both ends included. */
  int(min: number, max: number): number;
  pick<T>(items: readonly T[]): T;
  /** One of the items, each as likely as its weight says. */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T;
  /** Normally distributed, mean 0 and deviation 1. */
  normal(): number;
  hex(length: number): string;
  /** Random UUID (version 4). */
  uuid(): string;
}

export function dice(seed: number, label: string): Dice {
  const randomizer = generateMersenne53Randomizer(labelledSeed(seed, label));
  const next = () => randomizer.next();
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));

  function pick<T>(items: readonly T[]): T {
    return items[Math.floor(next() * items.length)] as T;
  }

  function weighted<T>(items: readonly (readonly [T, number])[]): T {
    const total = items.reduce((sum, [, weight]) => sum + weight, 0);
    let rest = next() * total;
    for (const [item, weight] of items) {
      rest -= weight;
      if (rest < 0) return item;
    }
    return (items.at(-1) as readonly [T, number])[0];
  }

  function hex(length: number): string {
    let text = '';
    while (text.length < length) text += int(0, 0xffffffff).toString(16).padStart(8, '0');
    return text.slice(0, length);
  }

  function uuid(): string {
    const digits = hex(32);
    const variant = '89ab'[Number.parseInt(digits[16] as string, 16) % 4];
    const parts = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`];
    return [...parts, `${variant}${digits.slice(17, 20)}`, digits.slice(20)].join('-');
  }

  return {
    next,
    chance: (probability) => next() < probability,
    int,
    pick,
    weighted,
    // Box and Muller's transform; 1 - next() is never 0.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    hex,
    uuid,
  };
}

/** FNV-1a over seed and label. */
function labelledSeed(seed: number, label: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${label}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash;
}
