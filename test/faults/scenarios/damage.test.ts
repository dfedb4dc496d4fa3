import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layoutOf } from '../../../runtime/state.ts';
import type { Running } from '../running.ts';
import {
  empty,
  filesIn,
  gone,
  type Harm,
  keep,
  torn,
  zeroBody,
  zeroHeader,
  zeroPages,
  zeroTail,
} from './harm.ts';
import { expectEqual, openScene, type Scene, until } from './scene.ts';
import { makeServer, type Server } from './server.ts';

let server: Server;
beforeAll(async () => {
  server = await makeServer();
});
afterAll(() => server.remove());

const deletes = 'DELETE FROM asistencia WHERE asistencia_id % 5 = 0';
const changes = `UPDATE asistencia SET motivo = 'x'; DELETE FROM asistencia WHERE asistencia_id % 5 = 1;
  UPDATE alumnos SET nombre_preferido = 'y'`;

/** A state that everything has arrived in, and that nobody runs on. */
async function settled(): Promise<Scene> {
  const scene = await openScene(server);
  const program = await scene.follow();
  await scene.run(deletes);
  await expectEqual(program);
  program.kill('SIGTERM');
  expect(await program.ended).toMatchObject({ code: 0 });
  return scene;
}

/** Waits until a stage of the program has failed with that. */
async function said(program: Running, stage: string, text: string): Promise<void> {
  await until(
    () => program.told.filter((event) => event.kind === 'failed' && event.stage === stage),
    (told) => told.some((event) => 'message' in event && event.message.includes(text)),
  );
}

describe('a curated table of which a file is', () => {
  const cases: readonly (readonly [what: string, folder: string, end: string, Harm])[] = [
    ['torn', 'curated/attendance/data', '.parquet', torn],
    ['zeroed', 'curated/attendance/data', '.parquet', zeroPages],
    ['empty', 'curated/attendance/data', '.parquet', empty],
    ['gone', 'curated/attendance/data', '.parquet', gone],
    ['metadata that is torn', 'curated/attendance/metadata', '.metadata.json', torn],
    ['a manifest that is torn', 'curated/attendance/metadata', '.avro', torn],
    ['a tombstone that is torn', 'tombstones/attendance/data', '.parquet', torn],
    ['metadata of tombstones that is empty', 'tombstones/attendance/metadata', '.metadata.json', empty],
  ];
  test.each(cases)(
    '%s is named and not read; the others go on; `rebuild` mends it',
    async (_, folder, end, harm) => {
      const scene = await settled();
      for (const file of filesIn(join(scene.dir, folder), end)) harm(file);
      const program = await scene.follow({ pace: 20 });
      await scene.run(changes);
      await said(program, 'curate', join(scene.dir, folder));
      const parity = program.command('parity');
      await expect(parity).rejects.toThrow(join(scene.dir, folder));
      await expect(parity).rejects.toMatchObject({ hint: expect.stringContaining('aljibe rebuild') });
      await program.command('rebuild', { datasets: ['attendance'], index: false });
      await expectEqual(program);
      program.kill();
      await program.ended;
      await expectEqual(await scene.follow());
    },
  );
});

test('a torn file of the raw zone is named, and nothing is made of it until it is restored', async () => {
  const scene = await settled();
  const putBack = keep(scene.dir, 'raw/changes/dataset=attendance');
  const folder = join(scene.dir, 'raw/changes/dataset=attendance');
  for (const file of filesIn(folder, '.parquet')) torn(file);
  const program = await scene.follow();
  const rebuilt = program.command('rebuild', { datasets: ['attendance'], index: false });
  await expect(rebuilt).rejects.toThrow(new RegExp(`^${folder}.*missing or damaged`));
  await expect(rebuilt).rejects.toMatchObject({ hint: expect.stringContaining('Restore the file') });
  await expectEqual(program);
  putBack();
  await program.command('rebuild', { datasets: ['attendance'], index: false });
  await expectEqual(program);
});

describe('what nothing else holds is named at the start, with the way out:', () => {
  const cases: readonly (readonly [what: string, path: string, Harm])[] = [
    ['a ledger with a zeroed header', 'ledger/ledger.db', zeroHeader],
    ['a zeroed ledger', 'ledger/ledger.db', zeroBody],
    ['a torn ledger', 'ledger/ledger.db', torn],
    ['a ledger that is gone', 'ledger/ledger.db', gone],
    ['a catalog of the raw zone with a zeroed header', 'raw/files.db', zeroHeader],
    ['a catalog of the raw zone that is gone', 'raw/files.db', gone],
  ];
  test.each(cases)('%s', async (_, path, harm) => {
    const scene = await settled();
    const putBack = keep(scene.dir, dirname(path));
    harm(join(scene.dir, path));
    const { code, complaint } = await scene.start().ended;
    expect({ code, complaint }).toMatchObject({ code: 1, complaint: expect.stringContaining(scene.dir) });
    expect(complaint).toMatch(/aljibe restore/);
    putBack();
    await expectEqual(await scene.follow());
  });

  test('a ledger whose last commits were torn off', async () => {
    const scene = await settled();
    const program = await scene.follow();
    await scene.run(changes);
    await expectEqual(program);
    program.kill();
    await program.ended;
    torn(`${layoutOf(scene.dir).ledger}-wal`);
    expect(await scene.start().ended).toMatchObject({
      code: 1,
      complaint: expect.stringMatching(/the raw zone holds changes up to \d+, but the ledger ends at \d+/),
    });
  });
});

describe('an index that is damaged is made anew out of the ledger:', () => {
  const atOnce: readonly (readonly [what: string, Harm])[] = [
    ['its header is zeroed', zeroHeader],
    ['its pages are zeroed', zeroBody],
    ['it is torn', torn],
    ['it is gone', gone],
  ];
  test.each(atOnce)('%s: by the start', async (_, harm) => {
    const scene = await settled();
    harm(layoutOf(scene.dir).index);
    const program = await scene.follow();
    await scene.run(changes);
    await expectEqual(program);
  });

  test('what nobody has read yet is zeroed: by one command', async () => {
    const scene = await settled();
    const { index } = layoutOf(scene.dir);
    zeroTail(index);
    const program = await scene.follow();
    await program.command('rebuild', { datasets: [], index: true });
    expect(program.told).toContainEqual({
      kind: 'step',
      text: expect.stringMatching(`^${index}: the database is damaged`),
    });
    await scene.run(changes);
    await expectEqual(program);
  });
});
