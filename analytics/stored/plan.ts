import type { View } from '../views.ts';
import type { Manifest } from './manifest.ts';

/** What is to be computed of a stored view. */
export type Step =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'everything' }
  /** The months that changes of these inputs touch. */
  | { readonly kind: 'months'; readonly changed: readonly string[] };

/**
 * What a stored view needs: nothing while its query and every input are as they were; the touched months where only
 * inputs changed whose rows are known by month; otherwise everything.
 * @param query hash of the query
 * @param inputs present version of each table and stored view behind it
 */
export function planStep(
  { stored }: Pick<View, 'stored'>,
  manifest: Manifest | null,
  query: string,
  inputs: Readonly<Record<string, string>>,
): Step {
  if (manifest === null || manifest.query !== query) return { kind: 'everything' };
  const names = new Set([...Object.keys(inputs), ...Object.keys(manifest.inputs)]);
  const changed = [...names].filter((name) => inputs[name] !== manifest.inputs[name]).sort();
  if (changed.length === 0) return { kind: 'nothing' };
  if (stored?.kind !== 'by month' || changed.some((name) => !(name in stored.inputs))) {
    return { kind: 'everything' };
  }
  return { kind: 'months', changed };
}
