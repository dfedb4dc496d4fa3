import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planPlace } from '../../web/server/place.ts';

let dir: string;
const file = (name: string) => join(dir, name);
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'aljibe-place-'));
  const names = [
    { type: 2, value: 'aljibe.school.example' },
    { type: 7, ip: '192.0.2.7' },
  ] as const;
  for (const name of ['portal', 'other']) {
    const made = await generate([{ name: 'commonName', value: 'aljibe' }], {
      keyType: 'ec',
      extensions: [{ name: 'subjectAltName', altNames: [...names] }],
    });
    writeFileSync(file(`${name}.crt`), made.cert);
    writeFileSync(file(`${name}.key`), made.private);
  }
  writeFileSync(file('empty.pem'), '');
});
afterAll(() => rmSync(dir, { recursive: true }));

const tls = () => ({ tlsCert: file('portal.crt'), tlsKey: file('portal.key') });

describe('on this machine', () => {
  test('it is open while there are no accounts, and called by no other name', () => {
    const place = planPlace({ port: 4600 }, false);
    expect(place).toMatchObject({ address: '127.0.0.1', scheme: 'http', needsAccount: false, tls: null });
    expect(place.url(4600)).toBe('http://localhost:4600');
    expect(['localhost', '127.0.0.1', '[::1]', 'evil.example'].map(place.isOwn)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test.each(['127.0.0.2', '::1', 'localhost'])('%s is this machine as well', (listen) => {
    expect(planPlace({ listen }, false)).toMatchObject({ address: listen, needsAccount: false });
  });
});

describe('beyond it', () => {
  test.each(['0.0.0.0', '::', '192.0.2.7', 'school.example'])('%s needs TLS', (listen) => {
    expect(() => planPlace({ listen }, true)).toThrow(`${listen} is not this machine's loopback address`);
  });

  test('it needs accounts, with TLS as behind a proxy', () => {
    const open = 'others would get in without an account';
    expect(() => planPlace({ listen: '0.0.0.0', ...tls() }, false)).toThrow(open);
    expect(() => planPlace({ behindProxy: 'https://aljibe.school.example' }, false)).toThrow(open);
  });

  test('with TLS it is called by the names of its certificate', () => {
    const place = planPlace({ listen: '0.0.0.0', ...tls() }, true);
    expect(place).toMatchObject({ address: '0.0.0.0', scheme: 'https', needsAccount: true });
    expect(place.url(8443)).toBe('https://aljibe.school.example:8443');
    const names = ['aljibe.school.example', '192.0.2.7', 'localhost', 'other.school.example', '192.0.2.8'];
    expect(names.map(place.isOwn)).toEqual([true, true, true, false, false]);
  });

  test('behind a proxy it is called as the proxy is, and nothing else', () => {
    const place = planPlace({ behindProxy: 'https://aljibe.school.example' }, true);
    expect(place).toMatchObject({ address: '127.0.0.1', scheme: 'https', needsAccount: true, tls: null });
    expect(place.url(4600)).toBe('https://aljibe.school.example');
    expect(['aljibe.school.example', 'localhost'].map(place.isOwn)).toEqual([true, false]);
  });
});

describe('what does not go together is refused', () => {
  test.each([
    [() => ({ tlsCert: file('portal.crt') }), 'belong together'],
    [() => ({ tlsCert: file('portal.crt'), tlsKey: file('other.key') }), 'is not the key of'],
    [() => ({ tlsCert: file('empty.pem'), tlsKey: file('portal.key') }), 'holds no certificate'],
    [() => ({ tlsCert: file('portal.crt'), tlsKey: file('empty.pem') }), 'holds no private key'],
    [() => ({ tlsCert: file('nowhere.crt'), tlsKey: file('portal.key') }), 'cannot be read (ENOENT)'],
    [() => ({ ...tls(), behindProxy: 'https://aljibe.school.example' }), 'exclude each other'],
    [() => ({ behindProxy: 'http://aljibe.school.example' }), 'is no origin of a proxy'],
    [() => ({ behindProxy: 'https://aljibe.school.example/portal' }), 'is no origin of a proxy'],
    [() => ({ behindProxy: 'aljibe.school.example' }), 'is no origin of a proxy'],
  ])('%# %s', (wish, message) => {
    expect(() => planPlace(wish(), true)).toThrow(message);
  });
});
