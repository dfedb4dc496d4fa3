import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, parse } from 'node:path';
import { instantText } from '../../base/clock.ts';
import { contractOf } from '../../datasets/catalog.ts';
import type { AnyRow } from '../../datasets/contract.ts';
import { rowProblems } from '../../datasets/values.ts';
import type { Rejection, SourceChange } from '../ledger/change.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { parsePosition, positionText } from '../ledger/position.ts';
import { extractText } from './extract.ts';
import { documentId, type FoundFile, findFiles } from './find.ts';
import { mediaTypeOf } from './mediaType.ts';
import { pathOf, prepareStore, storeFile, storeText } from './store.ts';

export interface DocumentsResult {
  readonly dataset: 'documents';
  readonly loaded: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: 0;
  readonly repaired: 0;
  readonly quarantined: number;
  /** Files of which something could not be read, and why. */
  readonly notes: readonly { readonly place: string; readonly reason: string }[];
}

export interface DocumentTools {
  readonly progress?: (step: { step: string; done: number; total: number }) => void;
  readonly signal?: AbortSignal;
}

const contract = contractOf('documents');
const unreadable: Readonly<Record<string, string>> = {
  EACCES: 'may not be read',
  EPERM: 'may not be read',
  ENOENT: 'went away while it was loaded',
};
/** Documents in one transaction of the ledger. */
const batchSize = 100;

/**
 * Keeps a file, or every file of a folder: bytes and text by their hashes in `dir`, one row each in the ledger.
 * Bytes are durable before the row that names them. A file whose bytes are known is not read again; a document
 * stays when its file is gone.
 */
export async function loadDocuments(
  path: string,
  dir: string,
  ledger: Ledger,
  { progress, signal }: DocumentTools = {},
): Promise<DocumentsResult> {
  const files = findFiles(path);
  prepareStore(dir);
  const source = ledger.source('documents', 'documents');
  const load = source.position === null ? 1n : parsePosition(source.position).lsn + 1n;
  const position = (ordinal: number) => positionText(source.epoch, load, ordinal);
  ledger.accept(source, { changes: [], rejections: [], position: position(0) });
  const notes: { place: string; reason: string }[] = [];
  const sum = { loaded: 0, changed: 0, unchanged: 0, quarantined: 0 };
  for (let start = 0; start < files.length; start += batchSize) {
    const changes: SourceChange[] = [];
    const rejections: Rejection[] = [];
    for (const [index, file] of files.slice(start, start + batchSize).entries()) {
      signal?.throwIfAborted();
      const row = await rowOf(file, dir, ledger, (reason) => notes.push({ place: file.name, reason }));
      if (!row) continue;
      const { change, rejection } = offered(file, row, position(start + index + 1));
      if (change) changes.push(change);
      if (rejection) rejections.push(rejection);
    }
    const before = ledger.counts().get('documents') ?? 0;
    const { accepted, unchanged, quarantined } = ledger.accept(source, { changes, rejections });
    const loaded = (ledger.counts().get('documents') ?? 0) - before;
    sum.loaded += loaded;
    sum.changed += accepted - loaded;
    sum.unchanged += unchanged;
    sum.quarantined += quarantined;
    progress?.({
      step: 'storing documents',
      done: Math.min(start + batchSize, files.length),
      total: files.length,
    });
  }
  return { dataset: 'documents', ...sum, removed: 0, repaired: 0, notes };
}

/** Stores a file and tells of it; null when it cannot be read. */
async function rowOf(
  file: FoundFile,
  dir: string,
  ledger: Ledger,
  note: (reason: string) => void,
): Promise<AnyRow | null> {
  try {
    const { sha256, bytes } = await storeFile(dir, file.path);
    const known = ledger.get('documents', documentId(file.name));
    const same = known?.row?.sha256 === sha256 ? known.row : null;
    if (same && hasText(dir, same)) return same;
    const mediaType = await mediaTypeOf(file.path);
    const { text, title, pages, reason } = await extractText(file.path, mediaType, bytes);
    if (reason) note(reason);
    const name = basename(file.name);
    return {
      document_id: documentId(file.name),
      school_id: null,
      student_id: null,
      author_id: null,
      type: null,
      title: title ?? parse(name).name,
      file_name: name,
      media_type: mediaType,
      byte_size: String(bytes),
      sha256,
      text_sha256: text === null ? null : storeText(dir, text),
      language: null,
      page_count: pages === null ? null : String(pages),
      tags: null,
      created_at: same?.created_at ?? (await writtenAt(file.path)),
    };
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    const reason = path === file.path ? unreadable[code ?? ''] : undefined;
    if (!reason) throw error;
    note(reason);
    return null;
  }
}

function hasText(dir: string, { text_sha256: text }: AnyRow): boolean {
  return typeof text === 'string' && existsSync(pathOf(dir, text));
}

/** When the file was last written; a copy of bytes that are known is no new writing. */
async function writtenAt(path: string): Promise<string> {
  return instantText(BigInt(Math.trunc((await stat(path)).mtimeMs)) * 1000n);
}

function offered(
  file: FoundFile,
  row: AnyRow,
  position: string,
): { change?: SourceChange; rejection?: Rejection } {
  const common = {
    dataset: contract.name,
    key: documentId(file.name),
    op: 'upsert',
    position,
    occurredAt: typeof row.created_at === 'string' ? row.created_at : null,
    place: file.name,
    payload: { path: file.name },
    mapping: 'documents',
    mappingVersion: 1,
  } as const;
  const [problem] = rowProblems(contract, row);
  if (problem) {
    const { column, rule } = problem;
    return { rejection: { ...common, column, rule, value: null } };
  }
  return { change: { ...common, row, unchanged: [], partial: false, extra: { path: file.name } } };
}
