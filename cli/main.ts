import { systemClock } from '../base/clock.ts';
import { UserError } from '../base/errors.ts';
import type { Command, Io } from './command.ts';
import { type CommandName, commands, groups } from './commands.js';
import { didYouMean } from './near.ts';
import { report } from './output/errors.ts';
import { parse } from './parse.ts';

const stoppedBySignal = 130;
const closedPipe = 141;

/**
 * Runs the command that `path` names with the other words of the line, and sets the exit code of the process:
 * 0, or 1 for "your data or a failed check", 2 for "your command line", 130 when it was interrupted.
 */
export async function main(path: string, argv: readonly string[]): Promise<void> {
  const stop = interruptible();
  watchOutputs(stop);
  const io: Io = {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    clock: systemClock,
    get signal() {
      return stop.signal;
    },
  };
  const verbose = argv.includes('--verbose') || Boolean(process.env.ALJIBE_DEBUG);
  // What is thrown where nobody waits for it is a defect like any other.
  process.once('uncaughtException', (error) => process.exit(report(error, process.stderr, verbose)));
  try {
    const code = await run(path, argv, io);
    // Only a command that says so has ended well in spite of an interrupt.
    process.exitCode = code ?? stop.code() ?? 0;
  } catch (error) {
    process.exitCode = stop.code() ?? report(error, io.stderr, verbose);
  } finally {
    stop.done();
  }
}

async function run(path: string, argv: readonly string[], io: Io): Promise<number | undefined> {
  if (!(path in commands)) throw unknownCommand(path, argv);
  const name = path as CommandName;
  const args = parse(name, argv, process.env);
  const module = (await import(`./commands/${name.replace(' ', '/')}.ts`)) as {
    default: Command<CommandName>;
  };
  return module.default(args as never, io);
}

function unknownCommand(path: string, argv: readonly string[]): UserError {
  const word = argv.find((given) => !given.startsWith('-'));
  const hint = `See "aljibe ${path ? `${path} ` : ''}--help".`;
  if (word === undefined && path) return new UserError(`"${path}" needs a command`, { exitCode: 2, hint });
  if (word === undefined) return new UserError(`${argv[0]} needs a command before it`, { exitCode: 2, hint });
  const typed = path ? `${path} ${word}` : word;
  const known = path
    ? Object.keys(commands).filter((name) => name.startsWith(`${path} `))
    : [...Object.keys(commands), ...Object.keys(groups)];
  return new UserError(`unknown command "${typed}"${didYouMean(typed, known)}`, { exitCode: 2, hint });
}

/**
 * A reader that has seen enough, such as `head`, is no failure, and stops the command as an interrupt does; an output
 * that cannot be written is one.
 */
function watchOutputs(stop: ReturnType<typeof interruptible>): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return stop.now(closedPipe);
      report(new UserError(`the output cannot be written: ${error.message}`), process.stderr, false);
      process.exit(1);
    });
  }
}

/**
 * A command that asks for the signal is told to stop by the first interrupt and ended by the second one; the same
 * interrupt as two kinds of signal, from the terminal and from the entry that waits, is one. Any other command ends
 * at once, as every program does: it only reads.
 */
function interruptible() {
  const controller = new AbortController();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const seen = new Set<NodeJS.Signals>();
  let code: number | undefined;
  let isAsked = false;
  const abort = (because: number) => {
    code ??= because;
    controller.abort(new UserError('interrupted'));
  };
  const onSignal = (name: NodeJS.Signals) => {
    if (seen.has(name)) process.exit(stoppedBySignal);
    seen.add(name);
    abort(stoppedBySignal);
  };
  return {
    get signal(): AbortSignal {
      if (!isAsked) for (const name of signals) process.on(name, onSignal);
      isAsked = true;
      return controller.signal;
    },
    /** The exit code of what stopped the command; undefined when nothing did. */
    code: () => code,
    /** Stops the command, for a reason that is not asked for twice. */
    now(because: number): void {
      if (isAsked) abort(because);
      else process.exit(because);
    },
    done() {
      for (const name of signals) process.off(name, onSignal);
    },
  };
}
