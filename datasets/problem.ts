import type { Contract } from './contract.ts';

/** What contradicts itself, behind its place: `students.guardian_id: references "parents", which is no dataset`. */
export type Problem = string;

/** Finds a contract by the name of its dataset. */
export type Lookup = (dataset: string) => Contract | undefined;

/** The form of every name of a dataset, column or field. A leading `_` is for what the lake adds to a row. */
export const snakeCase = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
