import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { paperOf, tableText } from '../../cli/output/table.ts';
import { type Bench, keepsBar, type Named, ratioOf } from './bench.ts';
import { cells, headings, machine } from './present.ts';
import { save } from './save.ts';

/**
 * `npm run bench -- [NAME...] [--list] [--json] [--quick] [--peers] [--backlog ROWS] [--save]`: measures what
 * `test/bench/*.bench.ts` describe, all of them or the named ones, one after the other. Exit code 1 when a bar is not
 * kept. `--quick` measures next to nothing, to see that the benches work; `--peers` fetches PyIceberg and Spark into a
 * cache and has them do the same; `--save` keeps what was measured in `docs/`, each figure in the place of its last.
 */
const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean' },
    json: { type: 'boolean' },
    quick: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    backlog: { type: 'string' },
    save: { type: 'boolean' },
  },
});
const suffix = '.bench.ts';
const known = (await readdir(import.meta.dirname))
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length))
  .sort();
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`error: no bench is called ${unknown.join(', ')}; there are ${known.join(', ')}\n`);
  process.exit(2);
}

const load = async (name: string): Promise<Bench> => (await import(`./${name}${suffix}`)).default;
const names = wanted.length > 0 ? wanted : known;
// Where figures mean nothing, nobody has to wait for the others.
const figures = options.list ? await list() : options.quick ? await together() : await oneByOne();

if (options.json) {
  const results = figures.map((figure) => ({ ...figure, ratio: ratioOf(figure), kept: keepsBar(figure) }));
  process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
} else if (!options.list) {
  process.stdout.write(
    `\n${machine()}\n\n${tableText(headings, figures.map(cells), paperOf(process.stdout))}`,
  );
}
if (options.save) await save(figures, known);
process.exitCode = !options.quick && figures.some((figure) => keepsBar(figure) === false) ? 1 : 0;

async function list(): Promise<Named[]> {
  for (const name of names) process.stderr.write(`${name}: ${(await load(name)).describe}\n`);
  return [];
}

async function together(): Promise<Named[]> {
  return (await Promise.all(names.map(measured))).flat();
}

async function oneByOne(): Promise<Named[]> {
  const found: Named[] = [];
  for (const name of names) found.push(...(await measured(name)));
  return found;
}

async function measured(name: string): Promise<Named[]> {
  const bench = await load(name);
  process.stderr.write(`${name}: ${bench.describe}\n`);
  const dir = await mkdtemp(join(tmpdir(), `aljibe-bench-${name}-`));
  try {
    const found = await bench.run(dir, (line) => process.stderr.write(`  ${line}\n`), {
      quick: options.quick,
      peers: options.peers,
      ...(options.backlog === undefined ? {} : { backlog: Number(options.backlog) }),
    });
    return found.map((figure) => ({ bench: name, ...figure }));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
