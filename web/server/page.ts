import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../base/errors.ts';
import { securityHeaders } from './headers.ts';
import { Refusal, type Reply } from './reply.ts';

/** The page as `npm run build` makes it. */
const built = fileURLToPath(new URL('../portal/dist', import.meta.url));
/** Stands in the built page where each answer puts a nonce of its own; see vite.config.ts. */
const placeholder = 'aljibe-nonce';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Assets carry a hash of their content in their names; every other path is the page, which shows what it means. */
export function answerPage(path: string): Promise<Reply> {
  return path.startsWith('/assets/') ? asset(path) : page();
}

async function asset(path: string): Promise<Reply> {
  const type = types[extname(path)];
  // One folder of files with plain names: nothing that leads out of it has such a name.
  if (!type || !/^\/assets\/[\w.-]+$/.test(path)) throw new Refusal(404, `there is no ${path}`);
  const body = await readFile(join(built, path)).catch(() => null);
  if (!body) throw new Refusal(404, `there is no ${path}`);
  return {
    status: 200,
    headers: { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' },
    body,
  };
}

async function page(): Promise<Reply> {
  const html = await readFile(join(built, 'index.html'), 'utf8').catch((cause: unknown) => {
    throw new UserError('the page of the portal is not built', { hint: 'Run "npm run build".', cause });
  });
  const nonce = randomBytes(16).toString('base64');
  return {
    status: 200,
    headers: { ...securityHeaders(nonce), 'Content-Type': 'text/html; charset=utf-8' },
    body: html.replaceAll(placeholder, nonce),
  };
}
