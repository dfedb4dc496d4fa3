import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Failpoint } from '../../../base/failpoints.ts';
import type { Status } from '../../../runtime/status.ts';
import { expectEqual, openScene, type Scene, until } from './scene.ts';
import { makeServer, type Server } from './server.ts';

let server: Server;
beforeAll(async () => {
  server = await makeServer();
});
afterAll(() => server.remove());

/** Rows of 300 bytes that no compression makes smaller. */
const manyRows = (
  count: number,
) => `INSERT INTO acciones_usuario (usuario_id, rol, tipo_evento, accion, tipo_objeto,
    objeto_id, aplicacion, ocurrido_en)
  SELECT usuario_id, rol, 'NavigationEvent', 'NavigatedTo', 'page',
    (SELECT string_agg(md5(n || '-' || part), '') FROM generate_series(1, 9) part), 'web', now()
  FROM generate_series(1, ${count}) n, (SELECT * FROM usuarios ORDER BY usuario_id LIMIT 1) u`;

/** Puts a small disk in the place of a folder of the state directory; answers how it is made larger. */
function smallDisk({ dir }: Scene, folder: string, megabytes: number): () => void {
  const place = join(dir, folder);
  mkdirSync(place, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', place]);
  onTestFinished(() => void execFileSync('umount', ['--lazy', place]));
  return () => void execFileSync('mount', ['-o', 'remount,size=512m', place]);
}

describe('a write that finds the disk full', () => {
  const cases: readonly (readonly [Failpoint, stage: string])[] = [
    ['before raw.rename', 'raw'],
    ['before raw.catalog', 'raw'],
    ['before tombstones.commit', 'curate'],
    ['before iceberg.manifests', 'curate'],
    ['before iceberg.link', 'curate'],
    ['before index.commit', 'query'],
  ];
  test.each(cases)('%s: %s says so and goes on when there is room', async (failpoint, stage) => {
    const scene = await openScene(server);
    const program = await scene.follow({ pace: 20 }, `${failpoint}@1 full`);
    await scene.run('DELETE FROM calificaciones WHERE calificacion_id % 3 = 0');
    await until(
      () => program.told,
      (told) =>
        told.some((event) => event.kind === 'failed' && event.stage === stage && isFull(event.message)),
    );
    await expectEqual(program);
  });

  test('before ledger.commit: the program ends, and the next one goes on', async () => {
    const scene = await openScene(server);
    const first = await scene.follow();
    await expectEqual(first);
    first.kill('SIGTERM');
    await first.ended;
    const program = await scene.follow({}, 'before ledger.commit@1 full');
    await scene.run('DELETE FROM calificaciones WHERE calificacion_id % 3 = 0');
    expect(await program.ended).toMatchObject({
      code: 1,
      complaint: expect.stringContaining('no space left on device'),
    });
    await expectEqual(await scene.follow());
  });
});

describe.skipIf(!mayMount())('a disk that is full', () => {
  const sinks = [
    { folder: 'raw', megabytes: 3, stage: 'raw', others: ['query'] },
    { folder: 'curated', megabytes: 3, stage: 'curate', others: ['raw', 'query'] },
    { folder: 'query', megabytes: 12, stage: 'query', others: ['raw'] },
  ];
  test.each(sinks)(
    'under $folder stops only that, which goes on by itself when there is room',
    async (how) => {
      const scene = await openScene(server);
      const makeRoom = smallDisk(scene, how.folder, how.megabytes);
      const program = await scene.follow({ pace: 20 });
      await scene.run(manyRows(30_000));
      await until(
        () => program.told,
        (told) =>
          told.some((event) => event.kind === 'failed' && event.stage === how.stage && isFull(event.message)),
      );
      await until(
        async () => (await program.command<Status>('status')).sinks,
        (found) => found.every(({ name, behind }) => !how.others.includes(name) || behind === 0),
      );
      makeRoom();
      expect((await expectEqual(program)).user_actions).toBe(30_000);
    },
  );

  test('under the ledger ends the program; nothing is confirmed that is not kept', async () => {
    const scene = await openScene(server);
    const makeRoom = smallDisk(scene, 'ledger', 12);
    const program = await scene.follow();
    await scene.run(manyRows(30_000));
    expect(await program.ended).toMatchObject({
      code: 1,
      complaint: expect.stringContaining('disk is full'),
    });
    makeRoom();
    expect((await expectEqual(await scene.follow())).user_actions).toBe(30_000);
  });

  test('under the documents: the load says so, and nothing is kept by halves', async () => {
    const scene = await openScene(server);
    const makeRoom = smallDisk(scene, 'documents', 1);
    const program = await scene.follow();
    const circular = join(scene.dir, '..', 'circular.txt');
    execFileSync('dd', ['if=/dev/urandom', `of=${circular}`, 'bs=1M', 'count=4'], { stdio: 'ignore' });
    await expect(program.command('load documents', { path: circular })).rejects.toThrow(
      'no space left on device',
    );
    makeRoom();
    expect(await program.command('load documents', { path: circular })).toMatchObject({ loaded: 1 });
    await expectEqual(program);
  });
});

/** Root may mount a disk, but not in every container. */
function mayMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'faults-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', place], { stdio: 'ignore' });
    execFileSync('umount', [place]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(place);
  }
}

const isFull = (message: string) => /no space left on device|disk is full/i.test(message);
