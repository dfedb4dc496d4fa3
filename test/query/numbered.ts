import type { ChangeEvent } from '../../datasets/change.ts';
import { eventsFrom } from './events.ts';

/** How many keys the events go round. */
const keys = 700;

/** The events behind `after`, each the next version of one of the keys. */
export function numberedEvents(after: number, limit: number): ChangeEvent[] {
  const { upsert } = eventsFrom(after + 1);
  return Array.from({ length: limit }, (_, at) => {
    const number = after + at;
    const values = { pupil_id: `k${number % keys}`, family_name: 'Núñez', steps: `${number}` };
    return upsert('pupils', values, Math.floor(number / keys) + 1);
  });
}
