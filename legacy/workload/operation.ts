import type { State } from './state.ts';

/**
 * Something that a school's office, teachers or families do in one transaction. Answers how many rows it
 * wrote itself (cascades and triggers not counted); 0 where the database lacks what it needs.
 */
export type Operation = (state: State) => Promise<number>;
