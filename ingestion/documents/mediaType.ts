import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import mime from 'mime';

/** What bytes look like when they say no more than how they are packed. */
const generic = new Set(['application/zip', 'application/xml', 'application/x-cfb', 'application/gzip']);
/** So much of a file tells whether it is text. */
const probe = 4096;

/**
 * The media type of a file: by its bytes where they tell, else by its name, else text or not.
 */
export async function mediaTypeOf(path: string): Promise<string> {
  const byBytes = (await fileTypeFromFile(path))?.mime;
  if (byBytes && !generic.has(byBytes)) return byBytes;
  return mime.getType(path) ?? byBytes ?? ((await isText(path)) ? 'text/plain' : 'application/octet-stream');
}

async function isText(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(probe), 0, probe, 0);
    const start = buffer.subarray(0, bytesRead);
    // The probe may cut a character in two; what comes before must be whole.
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return !start.includes(0);
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  } finally {
    await file.close();
  }
}
