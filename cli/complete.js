import { commands, globalOptions, groups } from './commands.js';
import { findCommand } from './help.js';

/** @import { Command, Option } from './commands.js' */

/** @typedef {readonly (readonly [word: string, describe: string])[]} Candidates */

/**
 * What may stand where the last of `words` is being typed; empty where a file name or anything else may.
 *
 * @param {readonly string[]} words  what stands behind `aljibe`, up to the cursor
 * @param {() => Promise<Candidates>} datasets
 * @returns {Promise<Candidates>}
 */
export async function complete(words, datasets) {
  const typed = words.at(-1) ?? '';
  const { path, rest } = findCommand(words.slice(0, -1));
  if (!(path in commands)) return rest.some((word) => !word.startsWith('-')) ? [] : nextWords(path);
  const command = /** @type {Readonly<Record<string, Command>>} */ (commands)[path];
  /** @type {Readonly<Record<string, Option>>} */
  const options = { ...command?.options, ...globalOptions };
  const { given, positionals, waiting } = readRest(rest, options);
  if (!waiting && typed.startsWith('-')) {
    return Object.entries(options)
      .filter(([name, { many }]) => many || !given.has(name))
      .map(([name, { describe }]) => [`--${name}`, describe]);
  }
  const wanted = waiting ?? Object.values(command?.positionals ?? {})[positionals];
  if (wanted?.datasets) return datasets();
  return (wanted?.choices ?? []).map((choice) => [choice, '']);
}

/** @param {string} path @returns {Candidates} */
function nextWords(path) {
  const before = path ? `${path} ` : '';
  return [...Object.entries(groups), ...Object.entries(commands).map(describedBy)]
    .filter(([name]) => name.startsWith(before) && !name.slice(before.length).includes(' ') && name !== path)
    .map(([name, describe]) => [name.slice(before.length), describe]);
}

/** @param {[string, Command]} entry @returns {[string, string]} */
const describedBy = ([name, { describe }]) => [name, describe];

/**
 * The options and the number of arguments that a line holds already, and the option that waits for its value.
 *
 * @param {readonly string[]} rest
 * @param {Readonly<Record<string, Option>>} options
 */
function readRest(rest, options) {
  /** @type {Set<string>} */
  const given = new Set();
  let positionals = 0;
  /** @type {Option | undefined} */
  let waiting;
  for (const word of rest) {
    if (waiting) waiting = undefined;
    else if (word.startsWith('--')) {
      const [name = '', value] = word.slice(2).split('=', 2);
      given.add(name);
      const option = options[name];
      if (option && option.type !== 'flag' && value === undefined) waiting = option;
    } else positionals++;
  }
  return { given, positionals, waiting };
}
