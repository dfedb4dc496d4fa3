import { folded } from '../../../query/text/words.ts';

/** What is looked for to tell whether anything of a person is left. */
export interface Needles {
  /** Found wherever they stand, also inside other texts. */
  readonly texts: readonly string[];
  /** Words of a full text index that stand for the person. */
  readonly words: readonly string[];
}

/** Where something was found: a file of the state directory, with the table or column where it has some. */
export interface Hit {
  readonly place: string;
  readonly needle: string;
}

/** @param values numbers and addresses that are one person's alone */
export function needlesOf(values: readonly string[]): Needles {
  const words = values.map(folded).filter((word) => isTelling(word) && !word.includes(' '));
  return { texts: values, words: [...new Set(words)] };
}

const leastLength = 6;
const leastDigits = 9;

/** Whether a text is met by chance nowhere: one of digits alone, which counts and dates hold too, must be longer. */
export const isTelling = (value: string): boolean =>
  value.length >= (/^\d+$/.test(value) ? leastDigits : leastLength);
