import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../../base/clock.ts';
import { maxText } from '../../../ingestion/documents/extract.ts';
import { loadDocuments } from '../../../ingestion/documents/load.ts';
import { documentText, pathOf } from '../../../ingestion/documents/store.ts';
import { type Ledger, openLedger } from '../../../ingestion/ledger/ledger.ts';
import { docxOf, lockedPdf, pdfOf } from './samples.ts';

let dir: string;
let ledger: Ledger;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'documents-'));
  ledger = openLedger(join(dir, 'ledger.db'), { clock: fixedClock('2026-09-01T08:00:00Z') });
});
afterEach(() => {
  ledger.close();
  rmSync(dir, { recursive: true });
});

const store = () => join(dir, 'documents');
const written = new Date('2026-05-04T10:11:12.345Z');

function put(name: string, content: string | Uint8Array): string {
  const path = join(dir, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  utimesSync(path, written, written);
  return path;
}

const load = (path: string) => loadDocuments(join(dir, path), store(), ledger);
const rows = () => [...ledger.rows('documents')].map(({ row }) => row);
const rowOf = (name: string) => rows().find((row) => row.file_name === name);

async function textOf(name: string): Promise<string | null> {
  const sha256 = rowOf(name)?.text_sha256;
  return typeof sha256 === 'string' ? documentText(store(), sha256) : null;
}

test('a file is kept by its hash, with a row', async () => {
  put('circulares/2026/hola.txt', 'hola');
  expect(await load('circulares')).toEqual({
    dataset: 'documents',
    loaded: 1,
    changed: 0,
    unchanged: 0,
    removed: 0,
    repaired: 0,
    quarantined: 0,
    notes: [],
  });
  const sha256 = 'b221d9dbb083a7f33428d7c2a3c3198ae925614d70210e28716ccaa7cd4ddb79';
  expect(rows()).toEqual([
    {
      document_id: '98666a6e745524b0c6421fa534789eea',
      school_id: null,
      student_id: null,
      author_id: null,
      type: null,
      title: 'hola',
      file_name: 'hola.txt',
      media_type: 'text/plain',
      byte_size: '4',
      sha256,
      text_sha256: sha256,
      language: null,
      page_count: null,
      tags: null,
      created_at: '2026-05-04T10:11:12.345000Z',
    },
  ]);
  expect(readFileSync(join(store(), 'b2', sha256), 'utf8')).toBe('hola');
});

describe('the text', () => {
  test.each([
    ['of a PDF comes page by page', 'a.pdf', pdfOf('Salida', ['Primera', 'Segunda']), 'Primera\n\nSegunda'],
    [
      'of a DOCX comes by paragraphs',
      'a.docx',
      docxOf(['Querida familia', 'Núñez']),
      'Querida familia\n\nNúñez',
    ],
    ['of Markdown is as it is written', 'a.md', '# Acta\n\n*Texto*\n', '# Acta\n\n*Texto*'],
    ['of a plain file may be Windows-1252', 'a.txt', Buffer.from('señor', 'latin1'), 'señor'],
    ['of a plain file may be UTF-16', 'a.txt', Buffer.from('\ufeffseñor', 'utf16le'), 'señor'],
    ['of a file without an extension is known by its bytes', 'LEEME', 'hola', 'hola'],
    [
      'of HTML is what people read',
      'a.html',
      '<title>Menú</title><style>p{}</style><script>x()</script><h1>Lunes</h1><p>Sopa &amp; <a href="/x">pan</a></p>',
      'Menú\n\n\nLunes\n\nSopa & pan',
    ],
    [
      'of HTML is in the encoding that it names',
      'a.html',
      Buffer.from('<meta charset="iso-8859-15"><p>10 \xa4', 'latin1'),
      '10 €',
    ],
  ])('%s', async (_, name, content, text) => {
    put(`d/${name}`, content);
    await load('d');
    expect(await textOf(name)).toBe(text);
  });

  test('that is very long is cut, and that is told', async () => {
    put('d/largo.txt', 'ñ'.repeat(maxText + 1));
    const { notes } = await load('d');
    expect(notes).toEqual([{ place: 'd/largo.txt', reason: `text cut at ${maxText} characters` }]);
    expect((await textOf('largo.txt'))?.length).toBe(maxText);
  });

  test.each([
    ['an encrypted PDF', 'x.pdf', lockedPdf(), 'is encrypted, text not read'],
    [
      'half a PDF',
      'x.pdf',
      pdfOf('t', ['x']).subarray(0, 60),
      'cannot be read (Invalid PDF structure.), text not read',
    ],
    ['a blank page', 'x.pdf', pdfOf('t', ['']), 'holds no text'],
    ['an empty file', 'x.txt', '', 'holds no text'],
  ])('of %s cannot be read; the document is kept and the reason told', async (_, name, content, reason) => {
    put(`d/${name}`, content);
    const { loaded, notes } = await load('d');
    expect([loaded, notes]).toEqual([1, [{ place: `d/${name}`, reason }]]);
    expect(rowOf(name)).toMatchObject({ text_sha256: null });
    expect(existsSync(pathOf(store(), String(rowOf(name)?.sha256)))).toBe(true);
  });

  test('of a DOCX that is no zip cannot be read', async () => {
    put('d/x.docx', 'PK no');
    const { notes } = await load('d');
    expect(notes[0]?.reason).toMatch(/^cannot be read as a zip .*, text not read$/);
  });
});

describe('the row', () => {
  test.each([
    [
      'a.pdf',
      pdfOf('Salida al museo', ['x', 'y']),
      { media_type: 'application/pdf', title: 'Salida al museo', page_count: '2' },
    ],
    ['a.html', '<title> Menú &amp; más</title><p>x', { media_type: 'text/html', title: 'Menú & más' }],
    ['a.md', 'x\n\n# Acta #\n', { media_type: 'text/markdown', title: 'Acta' }],
    [
      'foto.txt',
      Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
      { media_type: 'image/png', title: 'foto' },
    ],
    ['datos', Buffer.from([0, 1, 2, 255]), { media_type: 'application/octet-stream', text_sha256: null }],
  ])('of %s tells type and title', async (name, content, expected) => {
    put(`d/${name}`, content);
    await load('d');
    expect(rowOf(name)).toMatchObject(expected);
  });

  test('is the same for a folder and for a file in it, and for composed and decomposed accents', async () => {
    put('d/café.txt'.normalize('NFD'), 'x');
    await load('d');
    expect((await load('d/café.txt'.normalize('NFD'))).unchanged).toBe(1);
    expect(rows()).toHaveLength(1);
  });
});

describe('loading again', () => {
  test('changes nothing, even of files that were copied in between', async () => {
    put('d/a.txt', 'hola');
    put('d/x.pdf', lockedPdf());
    await load('d');
    const head = ledger.head();
    utimesSync(join(dir, 'd/a.txt'), new Date(0), new Date(0));
    utimesSync(join(dir, 'd/x.pdf'), new Date(0), new Date(0));
    expect(await load('d')).toMatchObject({ loaded: 0, changed: 0, unchanged: 2 });
    expect(ledger.head()).toBe(head);
  });

  test('makes a new version of a document whose file changed, and keeps both bytes', async () => {
    put('d/a.txt', 'hola');
    await load('d');
    put('d/a.txt', 'adiós');
    expect(await load('d')).toMatchObject({ loaded: 0, changed: 1, unchanged: 0 });
    expect(await textOf('a.txt')).toBe('adiós');
    expect(
      await documentText(store(), 'b221d9dbb083a7f33428d7c2a3c3198ae925614d70210e28716ccaa7cd4ddb79'),
    ).toBe('hola');
  });

  test('keeps documents whose files are gone', async () => {
    put('d/a.txt', 'hola');
    put('d/b.txt', 'x');
    await load('d');
    rmSync(join(dir, 'd/b.txt'));
    await load('d');
    expect(rows()).toHaveLength(2);
  });

  test('removes what a killed load left behind', async () => {
    put('d/a.txt', 'hola');
    put('documents/incoming-1.part', 'half');
    await load('d');
    expect(readdirSync(store())).toEqual(['b2']);
  });
});

test('hidden files are left out', async () => {
  put('d/.DS_Store', 'x');
  put('d/.git/config', 'x');
  put('d/a.txt', 'hola');
  expect((await load('d')).loaded).toBe(1);
});

test('links are followed, but not in a circle, and not to where nothing is', async () => {
  put('elsewhere/a.txt', 'hola');
  put('d/b.txt', 'adiós');
  symlinkSync('.', join(dir, 'd/loop'));
  symlinkSync('../elsewhere', join(dir, 'd/more'));
  symlinkSync('/nowhere', join(dir, 'd/dangling'));
  await load('d');
  expect(rows().map((row) => row.file_name)).toEqual(expect.arrayContaining(['a.txt', 'b.txt']));
  expect(rows()).toHaveLength(2);
});

/** Does something as a user whom the modes of files bind, as they do not bind root. */
async function bound(work: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return work();
  execFileSync('chown', ['-R', 'nobody', dir]);
  process.seteuid?.('nobody');
  try {
    await work();
  } finally {
    process.seteuid?.(0);
  }
}

test('a folder that may not be read is refused', async () => {
  put('d/closed/a.txt', 'hola');
  chmodSync(join(dir, 'd/closed'), 0);
  await bound(() => expect(load('d')).rejects.toThrow(/closed: may not be read$/));
  chmodSync(join(dir, 'd/closed'), 0o700);
});

test('what is not there is a wrong command', async () => {
  await expect(load('no')).rejects.toMatchObject({
    exitCode: 2,
    message: `${join(dir, 'no')}: there is no such file or folder`,
  });
});

test('a file that may not be read is told, the others load', async () => {
  put('d/a.txt', 'hola');
  chmodSync(put('d/b.txt', 'x'), 0);
  await bound(async () =>
    expect(await load('d')).toMatchObject({
      loaded: 1,
      notes: [{ place: 'd/b.txt', reason: 'may not be read' }],
    }),
  );
});

test('only hashes name texts', async () => {
  expect(await documentText(store(), '../ledger.db')).toBeNull();
  expect(await documentText(store(), 'f'.repeat(64))).toBeNull();
});
