import { commands, globalOptions, groups, sections } from './commands.js';

/** @import { Command, Option } from './commands.js' */

const name = 'aljibe';
const widestLine = 80;
const widestTerm = 28;

/** Options that the entry itself answers. */
const entryOptions = /** @type {const} */ ({
  '-h, --help': 'Show this help',
  '-V, --version': 'Print the version',
});

/**
 * The command, or the group, that a command line names with its first words; '' for neither. Options before and
 * between the words are passed over together with their values.
 *
 * @param {readonly string[]} argv
 * @returns {{ path: string, rest: string[] }}
 */
export function findCommand(argv) {
  /** @type {string[]} */
  const rest = [];
  let path = '';
  for (let at = 0; at < argv.length; at++) {
    const word = /** @type {string} */ (argv[at]);
    const longer = path ? `${path} ${word}` : word;
    if (word === '--' || path in commands) return { path, rest: [...rest, ...argv.slice(at)] };
    if (word.startsWith('-')) {
      rest.push(word);
      if (word === '--dir') rest.push(...argv.slice(++at, at + 1));
    } else if (longer in commands || longer in groups) path = longer;
    else return { path, rest: [...rest, ...argv.slice(at)] };
  }
  return { path, rest };
}

/**
 * Help for a command, a group, or everything, in lines that fit every terminal.
 *
 * @param {string} path
 */
export function help(path) {
  const command = /** @type {Readonly<Record<string, Command>>} */ (commands)[path];
  if (command) return commandHelp(path, command);
  return path in groups ? groupHelp(/** @type {keyof typeof groups} */ (path)) : overview();
}

function overview() {
  const lists = Object.entries(sections).map(([title, words]) => ({
    title,
    entries: words.flatMap((word) => (word in groups ? under(word) : [usageEntry(word)])),
  }));
  const options = [...optionEntries(globalOptions), ...Object.entries(entryOptions)];
  return page(
    [
      `${name}: takes a school-management monolith apart into a data platform, without stopping it`,
      `Usage: ${name} <command> [options]`,
    ],
    [...lists, { title: 'Options', entries: options }],
    [`"${name} <command> --help" tells more about a command.`],
  );
}

/** @param {keyof typeof groups} group */
function groupHelp(group) {
  return page(
    [groups[group], `Usage: ${name} ${group} <command> [options]`],
    [{ title: 'Commands', entries: under(group) }],
    [`"${name} ${group} <command> --help" tells more about a command.`],
  );
}

/** @param {string} path @param {Command} command */
function commandHelp(path, command) {
  const options = { ...command.options, ...(path === 'completion' ? {} : globalOptions) };
  return page(
    [
      command.describe,
      `Usage: ${[name, usage(path), ...requiredOptions(command), '[options]'].join(' ')}`,
      ...(command.details ? [command.details] : []),
    ],
    [
      {
        title: 'Arguments',
        entries: Object.entries(command.positionals ?? {}).map(([word, { describe }]) => [
          word.toUpperCase(),
          describe,
        ]),
      },
      { title: 'Options', entries: [...optionEntries(options), ['-h, --help', entryOptions['-h, --help']]] },
      { title: 'Examples', entries: command.examples.map((example) => [example, '']) },
    ],
    [],
  );
}

/**
 * `dataset sample DATASET`, with brackets around what may be left out.
 *
 * @param {string} path
 */
export function usage(path) {
  const { positionals = {} } = /** @type {Readonly<Record<string, Command>>} */ (commands)[path] ?? {};
  const words = Object.entries(positionals).map(([word, { optional, many }]) => {
    const placeholder = `${word.toUpperCase()}${many ? '...' : ''}`;
    return optional ? `[${placeholder}]` : placeholder;
  });
  return [path, ...words].join(' ');
}

/** @param {Command} command */
const requiredOptions = ({ options = {} }) =>
  Object.entries(options)
    .filter(([, option]) => option.required)
    .map(([option, { value }]) => `--${option} ${value}`);

/** @param {string} path @returns {[string, string]} */
const usageEntry = (path) => [usage(path), commands[/** @type {keyof typeof commands} */ (path)].describe];

/** @param {string} group */
const under = (group) =>
  Object.keys(commands)
    .filter((path) => path.startsWith(`${group} `))
    .map(usageEntry);

/** @param {Readonly<Record<string, Option>>} options @returns {[string, string][]} */
const optionEntries = (options) =>
  Object.entries(options).map(([option, about]) => [
    about.value ? `--${option} ${about.value}` : `--${option}`,
    [about.describe, ...optionNotes(about)].join('; '),
  ]);

/** @param {Option} option */
function optionNotes(option) {
  return [
    option.choices?.join(', '),
    option.many && 'may be repeated',
    option.required && 'required',
    option.env && `also from ${option.env}`,
    option.default !== undefined && `default ${option.default}`,
  ].filter((note) => typeof note === 'string');
}

/**
 * @param {readonly string[]} opening
 * @param {readonly { title: string, entries: readonly (readonly [string, string])[] }[]} lists
 * @param {readonly string[]} closing
 */
function page(opening, lists, closing) {
  const filled = lists.filter(({ entries }) => entries.length > 0);
  const explained = filled.flatMap(({ entries }) => entries.filter(([, meaning]) => meaning !== ''));
  const left = Math.min(widestTerm, Math.max(...explained.map(([term]) => term.length)));
  const blocks = [
    ...opening.map((paragraph) => wrap(paragraph, widestLine)),
    ...filled.map(({ title, entries }) => [title, ...entries.flatMap((entry) => entryLines(entry, left))]),
    ...closing.map((paragraph) => wrap(paragraph, widestLine)),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** @param {readonly [string, string]} entry @param {number} left */
function entryLines([term, meaning], left) {
  if (meaning === '') return [`  ${term}`];
  const lines = wrap(meaning, widestLine - left - 4);
  const indent = ' '.repeat(left + 4);
  if (term.length > left) return [`  ${term}`, ...lines.map((line) => indent + line)];
  return lines.map((line, at) => (at === 0 ? `  ${term.padEnd(left)}  ${line}` : indent + line));
}

/** @param {string} text @param {number} width */
function wrap(text, width) {
  /** @type {string[]} */
  const lines = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}
