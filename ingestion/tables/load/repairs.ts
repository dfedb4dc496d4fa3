import type { Repair } from '../../mapping/mapping.ts';
import type { RepairCount } from '../../oneroster/load/tally.ts';

const placesShown = 3;

/** What was mended on the way in, by dataset and kind, with the first places. */
export class Repairs {
  readonly #counts = new Map<string, Map<string, RepairCount>>();

  add(dataset: string, { column, repair }: Repair, place: string): void {
    const counts = this.#counts.get(dataset) ?? new Map<string, RepairCount>();
    this.#counts.set(dataset, counts);
    const name = `${column}\n${repair}`;
    const { count, places } = counts.get(name) ?? { count: 0, places: [] };
    const shown = places.length < placesShown ? [...places, place] : places;
    counts.set(name, { column, repair, count: count + 1, places: shown });
  }

  of(dataset: string): RepairCount[] {
    return [...(this.#counts.get(dataset)?.values() ?? [])];
  }
}
