/**
 * Makes `lib/`, the program as plain JavaScript, for the package only (`npm pack` runs this and removes it again):
 * Node strips no types from files below `node_modules`. In the source tree the TypeScript itself runs.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const project = join(root, 'packaging', 'tsconfig.json');
const { include } = JSON.parse(readFileSync(project, 'utf8')) as { include: string[] };

rmSync(join(root, 'lib'), { recursive: true, force: true });
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
execFileSync(process.execPath, [compiler, '--project', project], { stdio: 'inherit' });

// The compiler gives imports the ending of what it makes, but not the modules that threads are started with.
for (const path of globSync(join(root, 'lib', '**', '*.js'))) {
  const code = readFileSync(path, 'utf8');
  const rewritten = code.replace(/(new URL\('\.[^']+)\.ts(', import\.meta\.url\))/g, '$1.js$2');
  if (rewritten !== code) writeFileSync(path, rewritten);
}

/** What the compiler makes, and what only people read; everything else is data that the program reads. */
const notData = new Set(['.ts', '.js', '.md']);
for (const room of include.map((path) => path.slice('../'.length))) {
  cpSync(join(root, room), join(root, 'lib', room), {
    recursive: true,
    filter: (path) => !notData.has(extname(path)),
  });
}

execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit' });
cpSync(join(root, 'web/portal/dist'), join(root, 'lib/web/portal/dist'), { recursive: true });
