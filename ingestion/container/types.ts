import type { Readable } from 'node:stream';

/** One file of a folder or archive. */
export interface ContainedFile {
  /** Path within the container, with slashes. */
  readonly path: string;
  open(): Promise<Readable>;
}

/** A folder or a zip archive: the same to whoever reads its files. */
export interface Container {
  readonly files: readonly ContainedFile[];
  close(): void;
}
