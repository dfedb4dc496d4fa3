import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askRaw, post, type Served, serveSchool } from './served.ts';

let portal: Served;
beforeAll(async () => {
  portal = await serveSchool();
});
afterAll(() => portal.close());

const status = () => `${portal.url}/api/status`;

describe('who may ask', () => {
  test.each(['localhost', '127.0.0.1', '[::1]', 'localhost:4600', 'LOCALHOST:80'])(
    'this machine as %s',
    async (host) => {
      expect((await askRaw(status(), { Host: host })).status).toBe(200);
    },
  );

  test.each(['evil.example', 'evil.example:4600', 'localhost.evil.example', '127.0.0.1.nip.io', '10.0.0.7'])(
    'nobody by the name %j',
    async (host) => {
      expect((await askRaw(status(), { Host: host })).status).toBe(421);
    },
  );

  test.each(['http://evil.example', 'https://localhost', 'http://localhost:3000', 'null'])(
    'no page of %s',
    async (origin) => {
      expect((await askRaw(status(), { Host: 'localhost', Origin: origin })).status).toBe(403);
    },
  );

  test('its own page', async () => {
    const headers = {
      Host: 'localhost:4600',
      Origin: 'http://localhost:4600',
      'Sec-Fetch-Site': 'same-origin',
    };
    expect((await askRaw(status(), headers)).status).toBe(200);
  });

  test.each(['cross-site', 'same-site'])('nobody %s, even without an origin', async (site) => {
    expect((await askRaw(status(), { 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': 'no-cors' })).status).toBe(
      403,
    );
  });

  test('a link elsewhere opens the page, not the data', async () => {
    const followed = {
      'Sec-Fetch-Site': 'cross-site',
      'Sec-Fetch-Mode': 'navigate',
      'Sec-Fetch-Dest': 'document',
    };
    expect((await askRaw(`${portal.url}/sql`, followed)).status).not.toBe(403);
    expect((await askRaw(status(), followed)).status).toBe(403);
  });
});

describe('what is asked', () => {
  test('must be JSON, which no form of another site can send', async () => {
    const asForm = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect((await post(`${portal.url}/api/sql`, { sql: 'SELECT 1' }, asForm)).status).toBe(415);
    expect((await post(`${portal.url}/api/sql`, { sql: 'SELECT 1' }, {})).status).toBe(415);
  });

  test('has bounds', async () => {
    const { status, body } = await post(`${portal.url}/api/sql`, { sql: `SELECT '${'a'.repeat(2 ** 20)}'` });
    expect([status, JSON.parse(body)]).toEqual([
      413,
      { error: { message: 'the body is longer than 1048576 bytes' } },
    ]);
  });

  test('must be well-formed', async () => {
    const half = await askRaw(
      `${portal.url}/api/sql`,
      { 'Content-Type': 'application/json' },
      { method: 'POST', body: '{"sql' },
    );
    expect([half.status, half.body]).toEqual([400, '{"error":{"message":"the body is not JSON"}}\n']);
    expect((await post(`${portal.url}/api/sql`, null)).status).toBe(400);
    expect((await askRaw(`${portal.url}/api/datasets/%E0%A4%A`)).status).toBe(400);
  });

  test('must be there', async () => {
    expect((await askRaw(`${portal.url}/api/nothing`)).status).toBe(404);
    expect((await askRaw(`${portal.url}/api/datasets/constructor`)).status).toBe(404);
    expect((await askRaw(`${portal.url}/api/status`, {}, { method: 'DELETE' })).status).toBe(405);
    expect((await askRaw(`${portal.url}/`, {}, { method: 'PUT' })).status).toBe(405);
  });

  test.each([
    '/assets/../index.html',
    '/assets/%2e%2e/index.html',
    '/assets/..%2fpage.ts',
    '/assets/none.js',
    '/assets/a.exe',
  ])('never leads out of the folder of the page: %s', async (path) => {
    const { status, body } = await askRaw(`${portal.url}${path}`);
    expect(body).not.toContain('import ');
    expect([200, 404, 422]).toContain(status);
  });
});

describe('every answer', () => {
  test.each(['/api/status', '/api/nothing', '/assets/none.js'])('of %s is guarded', async (path) => {
    const { headers } = await askRaw(`${portal.url}${path}`);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; script-src 'self'; style-src 'self';/,
      ),
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });
});
