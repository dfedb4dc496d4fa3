import yargs from 'yargs';
import { UserError } from '../base/errors.ts';
import type { Args } from './command.ts';
import { type Command, type CommandName, commands, globalOptions, type Option } from './commands.js';
import { usage } from './help.js';
import { didYouMean } from './near.ts';

type Value = string | number | boolean | readonly (string | number)[] | undefined;
type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the words behind a command's name as its table entry says. UserError (exit code 2) for an option that
 * does not exist, a value that does not fit, and for what is missing or too much.
 */
export function parse<N extends CommandName>(path: N, line: readonly string[], env: Env): Args<N> {
  const command: Command = commands[path];
  const options: Readonly<Record<string, Option>> = { ...command.options, ...globalOptions };
  const { _: words, $0: _program, ...given } = tokens(path, options, line);
  const unknown = Object.keys(given).find((name) => !(name in options));
  if (unknown !== undefined) {
    const dashed = unknown.length === 1 ? `-${unknown}` : `--${unknown}`;
    throw refused(path, `unknown option ${dashed}${didYouMean(unknown, Object.keys(options), '--')}`);
  }
  return {
    ...positionals(path, command, words),
    ...Object.fromEntries(
      Object.entries(options).map(([name, option]) => [
        name,
        optionValue(path, name, option, given[name], env),
      ]),
    ),
  } as Args<N>;
}

function tokens(path: CommandName, options: Readonly<Record<string, Option>>, line: readonly string[]) {
  return yargs([...line])
    .locale('en')
    .help(false)
    .version(false)
    .exitProcess(false)
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'short-option-groups': false,
    })
    .options(
      Object.fromEntries(
        Object.entries(options).map(([name, { type, many }]) => [
          name,
          type === 'flag' ? { type: 'boolean' } : { type: 'string', requiresArg: true, array: many ?? false },
        ]),
      ),
    )
    .fail((message) => {
      throw refused(path, message.replace('Not enough arguments following: ', 'no value behind --'));
    })
    .parseSync() as { _: string[]; $0: string } & Record<string, unknown>;
}

function positionals(path: CommandName, command: Command, words: readonly string[]): Record<string, Value> {
  const named: Record<string, Value> = {};
  let taken = 0;
  for (const [name, { many, optional, choices, type }] of Object.entries(command.positionals ?? {})) {
    const place = name.toUpperCase();
    const read = (word: string) =>
      type === 'count' ? numberOf(path, place, type, word) : chosen(path, place, choices, word);
    const word = words[taken];
    if (word === undefined && !optional) throw refused(path, `${place} is missing`);
    named[name] = many ? words.slice(taken).map(read) : word === undefined ? undefined : read(word);
    taken = many ? words.length : taken + 1;
  }
  if (words.length > taken) throw refused(path, `"${words[taken]}" is one argument too many`);
  return named;
}

function optionValue(path: CommandName, name: string, option: Option, given: unknown, env: Env): Value {
  if (option.type === 'flag') return given === true;
  if (option.many) return (given as string[] | undefined) ?? [];
  if (Array.isArray(given)) throw refused(path, `--${name} is given ${given.length} times`);
  const value = (given as string | undefined) ?? (option.env && env[option.env]) ?? option.default;
  if (value === undefined && option.required) throw refused(path, `--${name} ${option.value} is missing`);
  if (value === undefined || typeof value === 'number') return value;
  if (option.type === 'text') return chosen(path, `--${name}`, option.choices, value);
  return numberOf(path, `--${name}`, option.type, value);
}

function numberOf(path: CommandName, place: string, type: 'count' | 'number', text: string): number {
  const form = type === 'count' ? /^\d{1,15}$/ : /^\d{1,15}(\.\d+)?$/;
  if (form.test(text)) return Number(text);
  const rule = type === 'count' ? 'a whole number from 0' : 'a number from 0';
  throw refused(path, `${place}: "${text}" is not ${rule}`);
}

function chosen(
  path: CommandName,
  place: string,
  choices: readonly string[] | undefined,
  value: string,
): string {
  if (!choices || choices.includes(value)) return value;
  throw refused(path, `${place}: "${value}" is none of ${choices.join(', ')}`);
}

function refused(path: string, message: string): UserError {
  return new UserError(message, {
    exitCode: 2,
    hint: `aljibe ${usage(path)}; more with "aljibe ${path} --help".`,
  });
}
