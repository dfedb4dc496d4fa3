/** Something that is measured, in a file `<name>.bench.ts` whose default export it is. */
export interface Bench {
  /** One line: what is measured, on what. */
  readonly describe: string;
  /** Prepares its data in `dir`, an empty folder that is removed afterwards, and measures. */
  run(dir: string, say: (line: string) => void, size: Size): Promise<readonly Figure[]>;
}

export interface Size {
  /** So small that the figures mean nothing: to see that the bench still works. */
  readonly quick: boolean;
  /** Rows of a backlog, instead of what the bench takes by itself. */
  readonly backlog?: number;
  /** Also against engines that are fetched first. */
  readonly peers: boolean;
}

/** One result. A bar is held against the ratio to the peer where there is a peer, else against the value. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: 's' | 'ms' | 'rows/s' | 'MB';
  /** What the value is compared with, measured in the same run. */
  readonly peer?: { readonly what: string; readonly value: number };
  readonly bar?: { readonly atMost: number } | { readonly atLeast: number };
}

/** A figure with the name of its bench. */
export type Named = Figure & { readonly bench: string };

/** Value over peer, rounded to two digits; null without a peer. */
export function ratioOf({ value, peer }: Figure): number | null {
  return peer ? Math.round((value / peer.value) * 100) / 100 : null;
}

/** Whether a figure keeps its bar; null where it has none. */
export function keepsBar(figure: Figure): boolean | null {
  const { bar, value } = figure;
  if (!bar) return null;
  const held = ratioOf(figure) ?? value;
  return 'atMost' in bar ? held <= bar.atMost : held >= bar.atLeast;
}

/** Seconds that the work takes. */
export async function seconds(work: () => Promise<unknown> | unknown): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** The middle one of several measures. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
