import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { UserError } from '../../base/errors.ts';

/** Where the portal should be reached, as a command line says it. */
export interface PlaceWish {
  /** 0 for any; without one the usual one, or a neighbour. */
  readonly port?: number | undefined;
  /** Address of this machine to listen on; default: loopback. */
  readonly listen?: string | undefined;
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
  /** Origin under which a proxy that ends TLS serves it. */
  readonly behindProxy?: string | undefined;
}

/** How the portal is reached, decided before anything listens. */
export interface Place {
  readonly address: string;
  readonly port: number | undefined;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly scheme: 'http' | 'https';
  /** Whether this is a name, without a port, that people reach the portal by. */
  readonly isOwn: (name: string) => boolean;
  /** Its address in a browser, once it listens. */
  readonly url: (port: number) => string;
  /** Whether nobody gets in without an account. On loopback, while there are none, everybody of the machine does. */
  readonly needsAccount: boolean;
}

/** Names of this machine that no name server elsewhere decides about. */
const ownNames: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);
const loopback = '127.0.0.1';

const isLoopback = (address: string) =>
  address === 'localhost' || address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));

/**
 * Plans how the portal is reached. Beyond loopback, and behind a proxy, it needs accounts and TLS.
 * @throws UserError for what does not go together, or would let in whoever comes
 */
export function planPlace(wish: PlaceWish, hasAccounts: boolean): Place {
  const { listen: address = loopback, port } = wish;
  const tls = tlsOf(wish);
  const proxy = proxyOf(wish);
  if (tls && proxy)
    throw refused('--behind-proxy and --tls-cert exclude each other', 'Let one of them end TLS.');
  if (!isLoopback(address) && !tls && !proxy) {
    throw refused(
      `${address} is not this machine's loopback address, and what is sent there can be read on the way`,
      'Give --tls-cert and --tls-key, or --behind-proxy with the origin of a proxy that ends TLS.',
    );
  }
  const needsAccount = !isLoopback(address) || proxy !== null;
  if (needsAccount && !hasAccounts) {
    throw refused(
      'others would get in without an account',
      'Make one first: aljibe user add NAME --role ROLE.',
    );
  }
  const common = { address, port, tls, needsAccount };
  if (proxy) {
    return { ...common, scheme: 'https', isOwn: (name) => name === proxy.hostname, url: () => proxy.origin };
  }
  if (!tls) {
    return {
      ...common,
      scheme: 'http',
      isOwn: (name) => ownNames.has(name),
      url: (bound) => `http://localhost:${bound}`,
    };
  }
  const certificate = new X509Certificate(tls.cert);
  return {
    ...common,
    scheme: 'https',
    isOwn: (name) => ownNames.has(name) || isNamedIn(certificate, name),
    url: (bound) => `https://${firstName(certificate) ?? address}:${bound}`,
  };
}

function tlsOf({ tlsCert, tlsKey }: PlaceWish): Place['tls'] {
  if (tlsCert === undefined && tlsKey === undefined) return null;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw refused('--tls-cert and --tls-key belong together', 'Give both.');
  }
  const [cert, key] = [readPem(tlsCert), readPem(tlsKey)];
  const certificate = parsed(tlsCert, 'certificate', () => new X509Certificate(cert));
  const privateKey = parsed(tlsKey, 'private key', () => createPrivateKey(key));
  if (certificate.checkPrivateKey(privateKey)) return { cert, key };
  throw refused(`${tlsKey}: is not the key of ${tlsCert}`, 'Give the key that the certificate was made for.');
}

function readPem(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw refused(`${path}: cannot be read (${code})`, 'Name a file in PEM format.', cause);
  }
}

function parsed<T>(path: string, what: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw refused(`${path}: holds no ${what}`, 'Name a file in PEM format, without a password.', cause);
  }
}

function proxyOf({ behindProxy }: PlaceWish): URL | null {
  if (behindProxy === undefined) return null;
  const url = URL.parse(behindProxy);
  if (url?.protocol === 'https:' && [url.origin, `${url.origin}/`].includes(behindProxy)) return url;
  throw refused(
    `"${behindProxy}" is no origin of a proxy that ends TLS`,
    'Name it as browsers do: https://aljibe.school.example, with a port where it is not 443.',
  );
}

function isNamedIn(certificate: X509Certificate, name: string): boolean {
  const bare = name.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0
    ? certificate.checkHost(bare) !== undefined
    : certificate.checkIP(bare) !== undefined;
}

/** `DNS:aljibe.school.example, IP Address:192.0.2.7`: the first that is no pattern. */
function firstName({ subjectAltName = '' }: X509Certificate): string | null {
  const names = subjectAltName.split(', ').map((entry) => entry.replace(/^(DNS|IP Address):/, ''));
  return names.find((name) => name !== '' && !name.startsWith('*')) ?? null;
}

const refused = (message: string, hint: string, cause?: unknown) =>
  new UserError(message, { exitCode: 2, hint, cause });
