import { readFile } from 'node:fs/promises';
import { UserError } from '../../base/errors.ts';
import { decodeText } from './decode.ts';

/** What could be read out of a document. */
export interface Extract {
  /** Null where the document has none, or none that can be read; `reason` then says why. */
  readonly text: string | null;
  readonly title: string | null;
  readonly pages: number | null;
  /** What a person should know: why there is no text, or that it was cut. */
  readonly reason: string | null;
}

type Found = Partial<Pick<Extract, 'text' | 'title' | 'pages'>>;

/** Larger files are kept and not read: nobody searches in what takes minutes to parse. */
const maxSource = 64 * 2 ** 20;
/** Characters of text that are kept of one document: a book of 1,500 pages. */
export const maxText = 4 * 2 ** 20;
/** A DOCX is a zip, which a few bytes can make enormous. */
const maxUnpacked = 2 ** 28;

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const extractors: Readonly<Record<string, (path: string) => Promise<Found>>> = {
  'application/pdf': fromPdf,
  [docx]: fromDocx,
  'text/html': fromHtml,
  'application/xhtml+xml': fromHtml,
  'text/markdown': fromMarkdown,
};

/** Reads the text of a PDF, DOCX, HTML, Markdown or plain text file. Never throws for what a document holds. */
export async function extractText(path: string, mediaType: string, bytes: number): Promise<Extract> {
  const nothing = { text: null, title: null, pages: null };
  const extract = extractors[mediaType] ?? (mediaType.startsWith('text/') ? fromText : null);
  if (!extract) return { ...nothing, reason: null };
  if (bytes > maxSource) return { ...nothing, reason: `larger than ${maxSource} bytes, text not read` };
  try {
    const { text: raw, title = null, pages = null } = await extract(path);
    const text = tidy(raw ?? '');
    if (text === '') return { text: null, title, pages, reason: 'holds no text' };
    if (text.length <= maxText) return { text, title, pages, reason: null };
    return {
      text: text.slice(0, maxText).toWellFormed(),
      title,
      pages,
      reason: `text cut at ${maxText} characters`,
    };
  } catch (error) {
    return { ...nothing, reason: reasonOf(error, path) };
  }
}

async function fromPdf(path: string): Promise<Found> {
  const { extractText: textOfPages, getDocumentProxy, getMeta } = await import('unpdf');
  const document = await getDocumentProxy(new Uint8Array(await readFile(path)), { verbosity: 0 });
  try {
    const { text, totalPages } = await textOfPages(document, { mergePages: false });
    const { info } = await getMeta(document);
    return { text: text.join('\n\n'), title: titleOf(info.Title), pages: totalPages };
  } finally {
    await document.destroy();
  }
}

async function fromDocx(path: string): Promise<Found> {
  const { openZip } = await import('../container/zip.ts');
  (await openZip(path, maxUnpacked)).close();
  const { default: mammoth } = await import('mammoth');
  return { text: (await mammoth.extractRawText({ path })).value };
}

async function fromHtml(path: string): Promise<Found> {
  const { convert } = await import('html-to-text');
  const bytes = await readFile(path);
  const named = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(
    bytes.subarray(0, 4096).toString('latin1'),
  )?.[1];
  const html = decodeText(bytes, named);
  const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
  const text = convert(html, {
    wordwrap: false,
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false } },
      ...headings.map((selector) => ({ selector, options: { uppercase: false } })),
    ],
  });
  const title = convert(html, {
    wordwrap: false,
    baseElements: { selectors: ['title'], returnDomByDefault: false },
  });
  return { text, title: titleOf(title) };
}

async function fromMarkdown(path: string): Promise<Found> {
  const { text } = await fromText(path);
  return { text: text ?? null, title: titleOf(/^#\s+(.+?)\s*#*\s*$/m.exec(text ?? '')?.[1]) };
}

async function fromText(path: string): Promise<Found> {
  return { text: decodeText(await readFile(path)) };
}

function titleOf(value: unknown): string | null {
  const title = typeof value === 'string' ? tidy(value) : '';
  return title === '' ? null : title;
}

/** Text that a row can hold: well formed, without NUL. */
function tidy(text: string): string {
  return text.replaceAll('\0', '').toWellFormed().trim();
}

function reasonOf(error: unknown, path: string): string {
  // Whoever tells the reason names the place.
  if (error instanceof UserError) return `${error.message.replace(`${path}: `, '')}, text not read`;
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') return 'is encrypted, text not read';
  return `cannot be read (${error instanceof Error ? error.message : String(error)}), text not read`;
}
