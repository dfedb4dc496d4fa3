#!/usr/bin/env node
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { findCommand, help } from './help.js';

// No import of node:fs, no process.stdout, no question for a terminal: each takes a tenth of what help may take.
const { existsSync, readFileSync, writeSync } = process.getBuiltinModule('node:fs');

/** The first Node that runs TypeScript as it is and has a settled `node:sqlite`. */
const oldestNode = 24;
/** A package has no TypeScript in it but what the compiler made of it: see packaging/build.ts. */
const isPackage = !existsSync(new URL('./main.ts', import.meta.url));
const compiled = '../lib';
const ownNode = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));

const argv = process.argv.slice(2);
const isCompleting = argv[0] === '--complete';
const options = isCompleting ? [] : argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
const { path, rest } = findCommand(argv[0] === 'help' ? argv.slice(1) : argv);

if (options.includes('--help') || options.includes('-h') || argv[0] === 'help') print(1, help(path));
else if (options.includes('--version') || options.includes('-V')) print(1, `${version()}\n`);
else if (argv.length === 0) {
  print(2, help(path));
  process.exitCode = 2;
} else if (Number.parseInt(process.versions.node, 10) >= oldestNode) await run();
else if (existsSync(ownNode)) await runOn(ownNode);
else {
  const wayOut = isPackage ? 'install it' : 'run "npm ci"';
  process.stderr.write(
    `error: aljibe needs Node ${oldestNode}, this is ${process.version}; ${wayOut} first\n`,
  );
  process.exitCode = 2;
}

/** @param {1 | 2} output @param {string} text */
function print(output, text) {
  const bytes = new TextEncoder().encode(text);
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(output, bytes, written);
  } catch (error) {
    // Whoever reads has seen enough.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPIPE') throw error;
  }
}

function version() {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

async function run() {
  module.enableCompileCache();
  if (isCompleting) return printCandidates();
  const { main } = isPackage ? await import(`${compiled}/cli/main.js`) : await import('./main.ts');
  await main(path, rest);
}

/** What the completion of the shell asks for: a line a candidate, its description behind a tab. */
async function printCandidates() {
  const { complete } = await import('./complete.js');
  const candidates = await complete(argv.slice(1), async () => {
    /** @type {typeof import('../datasets/catalog.ts')} */
    const { catalog } = isPackage
      ? await import(`${compiled}/datasets/catalog.js`)
      : await import('../datasets/catalog.ts');
    return Object.values(catalog).map(({ name, meaning }) => [name, meaning]);
  });
  process.stdout.write(candidates.map(([word, describe]) => `${word}\t${describe}\n`).join(''));
}

/**
 * Starts this program again on another Node, which also gets the signals that the terminal does not send it.
 *
 * @param {string} node
 */
async function runOn(node) {
  const [{ spawn }, { constants }] = await Promise.all([import('node:child_process'), import('node:os')]);
  const child = spawn(node, [fileURLToPath(import.meta.url), ...argv], { stdio: 'inherit' });
  let isInterrupted = false;
  // A terminal interrupts both, other programs only this one. As another kind of signal it is not a second interrupt.
  process.on('SIGINT', () => {
    isInterrupted = true;
    child.kill('SIGTERM');
  });
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => {
    const ended = isInterrupted ? 'SIGINT' : signal;
    process.exitCode = code ?? 128 + (ended ? constants.signals[ended] : 0);
  });
}
