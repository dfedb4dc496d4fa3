import { UserError } from './errors.ts';

/** A file is missing, or not as it was written. Nothing is read from it. */
export class DamagedFile extends UserError {
  readonly path: string;

  constructor(path: string, what: string, options: { readonly hint: string; readonly cause?: unknown }) {
    super(`${path}: ${what}`, options);
    this.path = path;
  }
}
