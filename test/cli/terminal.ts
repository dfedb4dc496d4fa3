import { PassThrough } from 'node:stream';

/** A stream without colours as a command sees it, with everything that was written to it in `written`. */
export function terminal({ isTTY = true, columns = 80, rows = 24 } = {}) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  const stream = Object.assign(new PassThrough(), { isTTY, columns, rows, write, getColorDepth: () => 1 });
  return { written, stream: stream as unknown as NodeJS.WriteStream };
}
