import { registerHooks } from 'node:module';

/** Names on stderr, in order of the alphabet, what of the project a program has loaded when it ends. */
const root = new URL('../../', import.meta.url).href;
/** @type {string[]} */
const loaded = [];
registerHooks({
  load(url, context, next) {
    if (url.startsWith(root)) loaded.push(url.slice(root.length));
    return next(url, context);
  },
});
process.once('exit', () => process.stderr.write(`${loaded.sort().join('\n')}\n`));
