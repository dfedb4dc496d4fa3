import { type DocumentsResult, loadDocuments as load } from '../../ingestion/documents/load.ts';
import type { WriterCommand } from '../command.ts';

export interface LoadDocumentsArgs {
  /** Absolute, since the command may run in another process. */
  readonly path: string;
}

/** Keeps files and waits until their rows and texts can be searched. */
export const loadDocuments: WriterCommand<LoadDocumentsArgs, DocumentsResult> = async (
  { stores, pipeline },
  { path },
  tools,
) => {
  const result = await load(path, stores.state.documents, stores.ledger, tools);
  await pipeline.settle();
  return result;
};
