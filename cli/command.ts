import type { Clock } from '../base/clock.ts';
import type { CommandName, commands, globalOptions, Option } from './commands.js';

type ValueOf<O extends Option> = O['type'] extends 'flag'
  ? boolean
  : O['type'] extends 'count' | 'number'
    ? number
    : O extends { readonly choices: readonly (infer C)[] }
      ? C
      : string;

type OptionArgs<O> = {
  readonly [K in keyof O]: O[K] extends Option
    ? O[K] extends { readonly many: true }
      ? readonly ValueOf<O[K]>[]
      : O[K] extends { readonly type: 'flag' } | { readonly default: unknown } | { readonly required: true }
        ? ValueOf<O[K]>
        : ValueOf<O[K]> | undefined
    : never;
};

type PositionalValue<P> = P extends { readonly type: 'count' }
  ? number
  : P extends { readonly choices: readonly (infer C)[] }
    ? C
    : string;

type PositionalArgs<P> = {
  readonly [K in keyof P]: P[K] extends { readonly many: true }
    ? readonly PositionalValue<P[K]>[]
    : P[K] extends { readonly optional: true }
      ? PositionalValue<P[K]> | undefined
      : PositionalValue<P[K]>;
};

/** The parsed arguments of a command: read off its entry in the table. */
export type Args<N extends CommandName> = OptionArgs<typeof globalOptions> &
  ((typeof commands)[N] extends { readonly options: infer O } ? OptionArgs<O> : unknown) &
  ((typeof commands)[N] extends { readonly positionals: infer P } ? PositionalArgs<P> : unknown);

/** What a command may touch of the world outside the state directory. */
export interface Io {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Aborted when the person wants to stop. Whoever takes it must obey it: nothing else ends the process then. */
  readonly signal: AbortSignal;
}

/** A command prints its answer and answers its exit code; nothing means 0. */
export type Command<N extends CommandName> = (args: Args<N>, io: Io) => Promise<number | undefined>;
