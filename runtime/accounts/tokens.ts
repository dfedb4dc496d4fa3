import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 bits that whoever holds it is known by, in letters that an address may have. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/**
 * What is kept of a token. Secrets of this length need no salt and no slow hash; and as they are looked up by it, how
 * long that takes tells nothing of them.
 */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');
