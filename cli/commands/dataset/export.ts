import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { getSystemErrorMessage } from 'node:util';
import type { Clock } from '../../../base/clock.ts';
import { UserError } from '../../../base/errors.ts';
import { contractOf } from '../../../datasets/catalog.ts';
import type { Contract } from '../../../datasets/contract.ts';
import type { Viewer } from '../../../lake/governance/roles.ts';
import { parseMoment } from '../../../lake/sql/moments.ts';
import { datasetRows, writeParquet } from '../../../lake/sql/rows.ts';
import type { ReadOptions } from '../../../lake/sql/session.ts';
import { auditedAct, exportAct } from '../../../runtime/audit/act.ts';
import { findState } from '../../../runtime/state.ts';
import type { Args, Io } from '../../command.ts';
import { lakeOf } from '../../lake.ts';
import { lakeRows, refuseTerminal, statementRows, writeAnswer } from '../../output/answer.ts';
import { engineAs, viewerIn } from '../../viewer.ts';

type Format = Args<'dataset export'>['format'];
interface Source {
  readonly contract: Contract;
  readonly dir: string;
  readonly clock: Clock;
  readonly dirs: ReturnType<typeof lakeOf>['dirs'];
  readonly options: ReadOptions;
  readonly viewer: Viewer | null;
}

export default async function exportDataset(args: Args<'dataset export'>, io: Io): Promise<undefined> {
  const { dataset, format, out, at, dir } = args;
  const contract = contractOf(dataset);
  const options = { at: at === undefined ? undefined : parseMoment(at), signal: io.signal };
  const viewer = viewerIn(args);
  if (viewer && format === 'parquet') {
    throw new UserError('what a role sees is not written as parquet', {
      exitCode: 2,
      hint: 'Ask for arrow, csv or jsonl.',
    });
  }
  const source = { contract, dir, clock: io.clock, dirs: lakeOf(dir).dirs, options, viewer };
  if (out !== undefined) {
    const path = resolve(out);
    const { clock, signal } = io;
    const act = { act: exportAct, object: path, datasets: [`curated.${dataset}`], clock, signal };
    return auditedAct(findState(dir), act, () => writeFile(source, format, path, io));
  }
  if (format === 'parquet' || format === 'arrow') refuseTerminal(format, io.stdout);
  if (format !== 'parquet') return writeRowsTo(io.stdout, source, format);
  // DuckDB writes files only.
  const aside = join(tmpdir(), `aljibe-${randomUUID()}.parquet`);
  try {
    await writeFile(source, format, aside, io);
    await pipeline(createReadStream(aside), io.stdout, { end: false });
  } finally {
    await rm(aside, { force: true });
  }
}

/** The file appears under its name when it is whole. */
async function writeFile(source: Source, format: Format, path: string, { signal }: Io): Promise<undefined> {
  const aside = `${path}.part`;
  await checkWritable(aside, path);
  try {
    if (format === 'parquet') await writeParquet(aside, source.dirs, source.contract, source.options);
    else {
      const stream = createWriteStream(aside, { flush: true });
      await writeRowsTo(stream, source, format);
      await finished(stream.end());
    }
    signal.throwIfAborted();
    await rename(aside, path);
  } finally {
    await rm(aside, { force: true });
  }
}

async function writeRowsTo(
  stream: NodeJS.WritableStream,
  source: Source,
  format: Exclude<Format, 'parquet'>,
): Promise<undefined> {
  const { rows, close } = await rowsOf(source);
  try {
    await writeAnswer(rows, format, stream);
  } finally {
    await close();
  }
}

async function rowsOf({ contract, dir, clock, dirs, options, viewer }: Source) {
  if (viewer === null) {
    const answer = await datasetRows(dirs, contract, options);
    return { rows: lakeRows(answer), close: answer.close };
  }
  const engine = await engineAs(viewer, dir, clock);
  const answer = await engine.run(`SELECT * FROM ${contract.name}`, options);
  return { rows: statementRows(answer), close: answer.close };
}

/** @throws UserError for a place that cannot be written, or that is no file to put another in the place of */
async function checkWritable(aside: string, path: string): Promise<void> {
  const present = await stat(path).catch(() => null);
  if (present && !present.isFile()) {
    const hint = 'Name a file, or leave --out away and redirect the output.';
    throw new UserError(`${path}: is not a file`, { exitCode: 2, hint });
  }
  try {
    await (await open(aside, 'w')).close();
  } catch (cause) {
    const { errno = 0 } = cause as NodeJS.ErrnoException;
    throw new UserError(`${path}: ${getSystemErrorMessage(errno)}`, { exitCode: 2, cause });
  }
}
