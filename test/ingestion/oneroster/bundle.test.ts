import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../../base/errors.ts';
import { type Bundle, openBundle } from '../../../ingestion/oneroster/bundle/bundle.ts';
import type { Line } from '../../../ingestion/oneroster/bundle/lines.ts';
import type { FileName } from '../../../ingestion/oneroster/bundle/names.ts';
import { type ZipEntry, zipOf } from '../zip.ts';
import { csv, openWorkbench, realBundles, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(() => {
  bench = openWorkbench();
});
afterEach(() => bench.close());

const orgs = csv('sourcedId,name,type', 'o1,Colegio Núñez,school');

async function linesOf(bundle: Bundle, file: FileName): Promise<Line[]> {
  return Array.fromAsync(bundle.files.get(file)?.lines() ?? []);
}

async function orgsOf(content: string | Uint8Array): Promise<Line[]> {
  return linesOf(await openBundle(bench.bundle({ 'orgs.csv': content })), 'orgs');
}

function zipped(...entries: ZipEntry[]): string {
  const path = join(bench.dir, 'bundle.zip');
  writeFileSync(path, zipOf(entries));
  return path;
}

describe('a container', () => {
  test('that is a zip holds the same rows as the folder', async () => {
    const { 'orgs.csv': _, ...files } = {
      'orgs.csv': orgs,
      'academicSessions.csv': csv('sourcedId,title', 's1,2026'),
    };
    const folder = await openBundle(bench.bundle({ 'orgs.csv': orgs, ...files }));
    const zip = await openBundle(
      zipped(
        { name: 'orgs.csv', data: orgs },
        { name: 'academicSessions.csv', data: files['academicSessions.csv'] },
      ),
    );
    expect(await linesOf(zip, 'orgs')).toEqual(await linesOf(folder, 'orgs'));
    expect([...zip.files.values()].map(({ sha256 }) => sha256)).toEqual(
      [...folder.files.values()].map(({ sha256 }) => sha256),
    );
    zip.close();
  });

  test('may hold the bundle in a folder of its own, beside the litter of an operating system', async () => {
    const zip = await openBundle(
      zipped(
        { name: 'export 2026/Orgs.CSV', data: orgs },
        { name: '__MACOSX/export 2026/._Orgs.CSV', data: 'x' },
        { name: 'export 2026/.DS_Store', data: 'x' },
      ),
    );
    expect([...zip.files.values()].map(({ path }) => path)).toEqual(['export 2026/Orgs.CSV']);
    expect(zip.notes).toEqual([]);
    zip.close();
  });

  test('with files that no bundle has names them', async () => {
    const bundle = await openBundle(
      bench.bundle({ 'orgs.csv': orgs, 'LEEME.txt': 'hola', 'old/orgs.csv': orgs }),
    );
    expect(bundle.notes).toEqual([
      'LEEME.txt: not a file of OneRoster, left alone',
      'old/orgs.csv: not a file of OneRoster, left alone',
    ]);
  });

  test('counts the rows of files that no dataset has a place for', async () => {
    const bundle = await openBundle(
      bench.bundle({ 'orgs.csv': orgs, 'resources.csv': csv('sourcedId,title', 'r1,Libro', '', 'r2,Vídeo') }),
    );
    expect(bundle.unmapped).toEqual([{ path: 'resources.csv', rows: 2 }]);
  });

  test.each([
    ['nothing', {}, /: holds none of the files of a OneRoster bundle$/],
    ['other files', { 'notas.csv': 'a,b' }, /: holds none of the files of a OneRoster bundle$/],
    ['two bundles', { 'a/orgs.csv': orgs, 'b/orgs.csv': orgs }, /: holds more than one bundle, in a and b$/],
    ['a file under two spellings', { 'orgs.csv': orgs, 'Orgs.csv': orgs }, /: holds Orgs.csv and orgs.csv$/],
  ])('with %s is refused', async (_, files: Record<string, string>, message) => {
    mkdirSync(join(bench.dir, 'bundle-1'), { recursive: true });
    await expect(openBundle(bench.bundle(files))).rejects.toThrow(message);
  });

  test('says what it found instead of a bundle', async () => {
    await expect(openBundle(bench.bundle({ 'notas.csv': 'a,b' }))).rejects.toMatchObject({
      hint: 'It holds notas.csv. A bundle has files such as users.csv, orgs.csv, classes.csv.',
    });
  });

  test('that does not exist is a wrong command', async () => {
    await expect(openBundle(join(bench.dir, 'no'))).rejects.toMatchObject({ exitCode: 2 });
  });
});

test('a folder that a link below leads back to is read once', async () => {
  const folder = bench.bundle({ 'export/orgs.csv': orgs });
  symlinkSync('..', join(folder, 'export', 'loop'));
  expect(await linesOf(await openBundle(folder), 'orgs')).toHaveLength(1);
});

describe('a zip', () => {
  test.each([
    [
      'leads out of itself',
      [{ name: '../orgs.csv', data: orgs }],
      /cannot be read as a zip \(invalid relative path/,
    ],
    ['is encrypted', [{ name: 'orgs.csv', data: orgs, flags: 1 }], /orgs\.csv: is encrypted$/],
    [
      'states an enormous size',
      [{ name: 'orgs.csv', data: orgs, statedSize: 0xffff_fff0 }],
      /orgs\.csv: would unpack to 4294967280 bytes of nothing new$/,
    ],
    [
      'lies about its size',
      [{ name: 'orgs.csv', data: orgs, statedSize: 10 }],
      /bundle\.zip: orgs\.csv: cannot be unpacked \(too many bytes in the stream/,
    ],
    [
      'was cut within a file',
      [{ name: 'orgs.csv', data: orgs, packed: deflateRawSync(orgs).subarray(0, 20) }],
      /bundle\.zip: orgs\.csv: cannot be unpacked \(unexpected end of file\)$/,
    ],
    [
      'holds other bytes than were packed',
      [{ name: 'orgs.csv', data: orgs, statedCrc32: 1 }],
      /bundle\.zip: orgs\.csv: cannot be unpacked \(its checksum is another\)$/,
    ],
  ])('that %s is refused', async (_, entries, message) => {
    const refusal = await openBundle(zipped(...entries)).catch((error) => error);
    expect(refusal).toBeInstanceOf(UserError);
    expect(refusal.message).toMatch(message);
  });

  test('that is no zip is refused', async () => {
    writeFileSync(join(bench.dir, 'bundle.zip'), orgs);
    await expect(openBundle(join(bench.dir, 'bundle.zip'))).rejects.toThrow(/cannot be read as a zip/);
  });
});

describe('the version', () => {
  const users = (header: string) => ({ 'users.csv': csv(header) });
  test.each([
    ['1.2', { 'manifest.csv': csv('propertyName,value', 'oneroster.version,1.2'), 'orgs.csv': orgs }],
    ['1.2', { 'roles.csv': csv('sourcedId,userSourcedId,roleType,role,orgSourcedId') }],
    ['1.2', users('sourcedId,enabledUser,username,userMasterIdentifier')],
    ['1.1', users('sourcedId,enabledUser,orgSourcedIds,role,username,agentSourcedIds')],
    ['1.0', users('sourcedId,orgSourcedIds,role,username,agents')],
    ['SDS 2.1', { 'relationships.csv': csv('userSourcedId,relationshipUserSourcedId,relationshipRole') }],
    ['SDS 2.1', { 'classes.csv': csv('sourcedId,orgSourcedId,title,sessionSourcedIds,courseSourcedId') }],
  ])('is %s by its manifest or headers', async (version, files: Record<string, string>) => {
    expect((await openBundle(bench.bundle(files))).version).toBe(version);
  });
});

describe('a manifest', () => {
  const manifest = (...lines: string[]) => csv('PropertyName, Value', ...lines);

  test('says which files are deltas and which system they are from', async () => {
    const bundle = await openBundle(
      bench.bundle({
        'manifest.csv': manifest('file.orgs,Delta', 'source.systemCode, Séneca '),
        'orgs.csv': orgs,
        'courses.csv': '',
      }),
    );
    expect([...bundle.files.values()].map(({ name, mode }) => [name, mode])).toEqual([
      ['orgs', 'delta'],
      ['courses', 'bulk'],
    ]);
    expect(bundle.manifest.systemCode).toBe('Séneca');
  });

  test('that contradicts the files is told', async () => {
    const bundle = await openBundle(
      bench.bundle({ 'manifest.csv': manifest('file.users,bulk', 'file.orgs,absent'), 'orgs.csv': orgs }),
    );
    expect(bundle.notes).toEqual([
      'manifest.csv calls orgs absent, but the file is there: read as bulk',
      'manifest.csv announces users as bulk, but there is no such file: nothing of it is touched',
    ]);
  });

  test('with an unknown mode is refused', async () => {
    const path = bench.bundle({ 'manifest.csv': manifest('file.orgs,partial'), 'orgs.csv': orgs });
    await expect(openBundle(path)).rejects.toThrow(
      'manifest.csv: file.orgs is "partial", not absent, bulk or delta',
    );
  });
});

describe('a header', () => {
  test('is read in any order, case and spelling', async () => {
    const [line] = await orgsOf(csv('Type,NAME,Sourced Id', 'school,Colegio,o1'));
    expect(line?.row).toEqual({ sourcedId: 'o1', name: 'Colegio', type: 'school' });
  });

  test('keeps names that mean nothing here', async () => {
    const [line] = await orgsOf(csv('sourcedId,metadata.island', 'o1,Gomera'));
    expect(line?.row).toEqual({ sourcedId: 'o1', 'metadata.island': 'Gomera' });
  });

  test('gives the first of two columns of one name the name', async () => {
    const bundle = await openBundle(bench.bundle({ 'orgs.csv': csv('sourcedId,name,name', 'o1,a,b') }));
    expect((await linesOf(bundle, 'orgs'))[0]?.row).toEqual({ sourcedId: 'o1', name: 'a', 'name 3': 'b' });
    expect(bundle.files.get('orgs')?.repairs).toEqual([
      { column: 'name', repair: 'column given twice, the first counts' },
    ]);
  });

  test('that names no column of its file is refused', async () => {
    await expect(openBundle(bench.bundle({ 'orgs.csv': csv('o1,Colegio,school') }))).rejects.toThrow(
      'orgs.csv:1: the first row names no column of orgs',
    );
  });

  test('drops a password, whatever it is called', async () => {
    const users = csv('sourcedId,Password,user_pwd,metadata.contraseña', 'u1,one,two,three');
    const bundle = await openBundle(bench.bundle({ 'users.csv': users }));
    expect((await linesOf(bundle, 'users'))[0]?.row).toEqual({ sourcedId: 'u1' });
  });
});

describe('a row', () => {
  test('is found at the line on which it begins', async () => {
    const lines = await orgsOf('sourcedId,name\r\n\r\no1,"dos\r\nlíneas"\r\n,,\r\no2,x\r\n');
    expect(lines.map(({ place, row }) => [place, row])).toEqual([
      ['orgs.csv:3', { sourcedId: 'o1', name: 'dos\r\nlíneas' }],
      ['orgs.csv:6', { sourcedId: 'o2', name: 'x' }],
    ]);
  });

  test('keeps quotes, emoji and spaces as they are', async () => {
    const [line] = await orgsOf(csv('sourcedId,name', 'o1," ""El 🦉"" , 1º "'));
    expect(line?.row.name).toBe(' "El 🦉" , 1º ');
  });

  test('is mended where cells are missing at the end, or surplus and empty', async () => {
    const lines = await orgsOf(csv('sourcedId,name,type', 'o1,a', 'o2,b,school,, '));
    expect(lines.map(({ row, repairs }) => [row, repairs])).toEqual([
      [
        { sourcedId: 'o1', name: 'a' },
        [{ column: '(row)', repair: 'missing cells at the end read as empty' }],
      ],
      [
        { sourcedId: 'o2', name: 'b', type: 'school' },
        [{ column: '(row)', repair: 'surplus empty cells left out' }],
      ],
    ]);
  });

  test('is broken by a surplus cell that says something', async () => {
    const [line] = await orgsOf(csv('sourcedId,name,type', 'o1,Colegio, Madrid,school'));
    expect(line?.broken).toEqual({ column: null, rule: 'has 4 cells where the header has 3' });
    expect(line?.row).toEqual({ sourcedId: 'o1', name: 'Colegio', type: ' Madrid', 'surplus 1': 'school' });
  });

  test('shows no cell into which a password may have slipped', async () => {
    const users = csv('sourcedId,familyName,password,email', 'u1,Gil, Ana,hunter2,ana@example.org');
    const [line] = await linesOf(await openBundle(bench.bundle({ 'users.csv': users })), 'users');
    expect(line?.broken?.rule).toBe('has 5 cells where the header has 4');
    expect(line?.row).toEqual({ sourcedId: 'u1', familyName: 'Gil', 'surplus 1': 'ana@example.org' });
  });

  const passwords = async (...rows: string[]) => {
    const lines = csv(
      'sourcedId,familyName,password,email',
      'u1,Gil,hunter2,a@example.org',
      'u2,Paz,hunter2,',
      ...rows,
    );
    return linesOf(await openBundle(bench.bundle({ 'users.csv': lines })), 'users');
  };

  test('leaves out the cell into which its password may have slipped past empty surplus cells', async () => {
    const line = (await passwords('u3,Gil, Ana,hunter2,')).at(-1);
    expect(line?.row).toEqual({ sourcedId: 'u3', familyName: 'Gil' });
    expect(line?.repairs).toEqual([
      { column: '(row)', repair: 'surplus empty cells left out' },
      { column: 'email', repair: 'left out, since it may be a password' },
    ]);
  });

  test('leaves out the cell into which its password may have slipped past a missing one', async () => {
    const line = (await passwords('u3,hunter2,c@example.org')).at(-1);
    expect(line?.row).toEqual({ sourcedId: 'u3' });
    expect(line?.repairs).toEqual([
      { column: '(row)', repair: 'missing cells at the end read as empty' },
      { column: 'familyName', repair: 'left out, since it may be a password' },
    ]);
  });

  test('is mended beside passwords where nothing can have slipped', async () => {
    const header = 'sourcedId,familyName,grades,password';
    const lines = csv(header, 'u1,Gil,09,hunter2', 'u2,Paz,9,hunter2', 'u3,Sol,10');
    const found = await linesOf(await openBundle(bench.bundle({ 'users.csv': lines })), 'users');
    expect(found.at(-1)).toMatchObject({
      broken: null,
      row: { sourcedId: 'u3', familyName: 'Sol', grades: '10' },
    });
  });

  test('is mended beside passwords where every row has the same surplus', async () => {
    const lines = csv('sourcedId,password,email', 'u1,hunter2,a@example.org,', 'u2,hunter2,b@example.org,');
    const found = await linesOf(await openBundle(bench.bundle({ 'users.csv': lines })), 'users');
    expect(found.map(({ row }) => row)).toEqual([
      { sourcedId: 'u1', email: 'a@example.org' },
      { sourcedId: 'u2', email: 'b@example.org' },
    ]);
  });

  test('is broken by a NUL character', async () => {
    const [line] = await orgsOf(csv('sourcedId,name', 'o1,a\0b'));
    expect(line?.broken).toEqual({ column: 'name', rule: 'holds a NUL character' });
  });

  test('after which a quote stays open ends the file, with its place', async () => {
    await expect(orgsOf('sourcedId,name\no1,a\no2,"b\no3,c\n')).rejects.toThrow(
      'orgs.csv:3: a quote is opened and never closed',
    );
  });
});

describe('an encoding', () => {
  const names = async (content: Uint8Array) => (await orgsOf(content)).map(({ row }) => row.name);

  test('UTF-8 may be marked', async () => {
    expect(await names(Buffer.from(`\ufeff${orgs}`))).toEqual(['Colegio Núñez']);
  });

  test.each([
    ['its mark', '\ufeff'],
    ['the empty half of its letters', ''],
  ])('UTF-16 is known by %s', async (_, mark) => {
    const little = Buffer.from(`${mark}${orgs}`, 'utf16le');
    expect(await names(little)).toEqual(['Colegio Núñez']);
    expect(await names(Buffer.from(little).swap16())).toEqual(['Colegio Núñez']);
  });

  test('Windows-1252 is known where every byte is a Western letter, and counted', async () => {
    const lines = await orgsOf(Buffer.from(csv('sourcedId,name', 'o1,Núñez', 'o2,x'), 'latin1'));
    expect(lines.map(({ row, repairs }) => [row.name, repairs])).toEqual([
      ['Núñez', [{ column: 'name', repair: 'read as Windows-1252' }]],
      ['x', []],
    ]);
  });

  test('a file of two encodings breaks only the rows that are not UTF-8', async () => {
    const mixed = Buffer.concat([
      Buffer.from(csv('sourcedId,name', 'o1,Núñez')),
      Buffer.from(csv('o2,Ibáñez', 'o3,x'), 'latin1'),
    ]);
    const lines = await orgsOf(mixed);
    expect(lines.map(({ place, broken }) => [place, broken])).toEqual([
      ['orgs.csv:2', null],
      ['orgs.csv:3', { column: 'name', rule: 'holds bytes that are not UTF-8' }],
      ['orgs.csv:4', null],
    ]);
  });
});

test.each([
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'bars'],
])('%j separates where the header has no comma', async (delimiter, name) => {
  const content = csv(`sourcedId${delimiter}name`, `o1${delimiter}Colegio, S.L.`);
  const bundle = await openBundle(bench.bundle({ 'orgs.csv': content }));
  expect((await linesOf(bundle, 'orgs'))[0]?.row).toEqual({ sourcedId: 'o1', name: 'Colegio, S.L.' });
  expect(bundle.files.get('orgs')?.repairs).toEqual([{ column: '(file)', repair: `separated by ${name}` }]);
});

test('a first line that tells the delimiter is no header, and counts as a line', async () => {
  const [line] = await orgsOf('\ufeffsep=;\r\nsourcedId;name\r\no1;Colegio, S.L.\r\n');
  expect(line).toMatchObject({ place: 'orgs.csv:3', row: { sourcedId: 'o1', name: 'Colegio, S.L.' } });
});

test('a cell may be as long as nobody writes one', async () => {
  const [line] = await orgsOf(csv('sourcedId,name', `o1,${'x'.repeat(3_000_000)}`));
  expect(line?.row.name).toHaveLength(3_000_000);
});

test('an empty file and one with a header only hold no rows', async () => {
  expect(await orgsOf('')).toEqual([]);
  expect(await orgsOf(csv('sourcedId,name'))).toEqual([]);
});

test('a file that changes after it was opened is refused', async () => {
  const path = bench.bundle({ 'orgs.csv': orgs });
  const bundle = await openBundle(path);
  writeFileSync(join(path, 'orgs.csv'), csv('sourcedId,name,type', 'o1,Otro,school'));
  await expect(linesOf(bundle, 'orgs')).rejects.toThrow('orgs.csv: the file changed while it was read');
});

test('what a real bundle holds is found in the order of references', async () => {
  const bundle = await openBundle(join(realBundles, 'sds-2.1'));
  expect([...bundle.files.keys()]).toEqual([
    'orgs',
    'academicSessions',
    'courses',
    'classes',
    'users',
    'roles',
    'relationships',
    'demographics',
    'enrollments',
  ]);
});
