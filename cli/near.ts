import { nearNames } from '../datasets/near.ts';

/** `, did you mean "search"?` for the name nearest to a mistyped word, or '' when none is near. */
export function didYouMean(word: string, names: readonly string[], prefix = ''): string {
  const [nearest] = nearNames(word, names);
  return nearest === undefined ? '' : `, did you mean "${prefix}${nearest}"?`;
}
