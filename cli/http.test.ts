import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { getDocument, openClient, parseReply, readCredential, serverOrigin } from './http.ts';
import { UndecidedError, UsageError } from './io.ts';
import { brokenServers, listen } from './testing/broken-servers.ts';
import { recordedIo } from './testing/recorded-io.ts';

const SECRET = 'cs_live_do-not-print-me';
const io = recordedIo('/', { COUNTERSIGN_TOKEN: SECRET });
const caught = async (run: () => unknown): Promise<Error> => {
  try {
    await run();
  } catch (error) {
    return error as Error;
  }
  return expect.fail('nothing was thrown');
};

describe('a server that fails never answers', () => {
  test.each(Object.entries(brokenServers))('%s', async (_, answer) => {
    const server = await listen(answer);
    try {
      const client = openClient(io, server.origin);
      const error = await caught(async () => {
        const reply = await client.request('/x', { authenticated: true, timeoutMs: 400, maxBytes: 3 << 20 });
        // what parses is judged by the caller; these are the shapes that no caller takes for a document
        if (reply.status !== 200) throw new UndecidedError(`answered ${reply.status}`);
        const value = parseReply(client, reply.text);
        if (typeof value !== 'object' || value === null || !('issuer' in value))
          throw new UndecidedError('not the document');
      });
      expect(error).toBeInstanceOf(UndecidedError);
      expect(error.message).not.toContain(SECRET);
      expect(server.hits()).toBe(1);
    } finally {
      await server.close();
    }
  });

  test('a server that is not there', async () => {
    const server = await listen(() => undefined);
    await server.close();
    const error = await caught(() => openClient(io, server.origin).request('/x'));
    expect(error).toBeInstanceOf(UndecidedError);
    expect(error.message).toBe(`No answer from ${server.origin}: ECONNREFUSED`);
  });

  test('getDocument takes only a 200 of the expected type', async () => {
    for (const [status, type] of [
      ['404 Not Found', 'application/json'],
      ['200 OK', 'application/problem+json'],
      ['201 Created', 'application/json'],
    ]) {
      const server = await listen((socket) =>
        socket.end(`HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`),
      );
      expect(await caught(() => getDocument(openClient(io, server.origin), '/x'))).toBeInstanceOf(UndecidedError);
      await server.close();
    }
  });
});

describe('a request', () => {
  test('carries the credential only where it is asked to, and a body as JSON', async () => {
    const seen: string[] = [];
    const server = await listen((socket, request) => {
      seen.push(request);
      socket.end(
        'HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: 11\r\nconnection: close\r\n\r\n{"ok":true}',
      );
    });
    const client = openClient(io, server.origin);
    const plain = await client.request('/plain');
    const posted = await client.request('/signed', {
      method: 'POST',
      body: { a: 1 },
      authenticated: true,
      headers: { 'idempotency-key': 'k' },
    });
    await server.close();
    expect(plain).toMatchObject({ status: 200, type: 'application/json', text: '{"ok":true}' });
    expect(parseReply(client, posted.text)).toEqual({ ok: true });
    expect(seen[0]).not.toContain(SECRET);
    expect(seen[1]).toMatch(/^POST \/signed HTTP/);
    expect(seen[1]).toContain(`authorization: Bearer ${SECRET}`);
    expect(seen[1]).toContain('content-type: application/json');
    expect(seen[1]).toContain('idempotency-key: k');
  });

  test('that needs a credential is not made without one', async () => {
    const server = await listen(() => undefined);
    const error = await caught(() => openClient(recordedIo('/'), server.origin).request('/x', { authenticated: true }));
    expect(error).toBeInstanceOf(UndecidedError);
    expect(server.hits()).toBe(0);
    await server.close();
  });
});

describe('where it talks to', () => {
  test('https, or this machine', () => {
    for (const [url, origin] of [
      ['https://gate.example', 'https://gate.example'],
      ['https://gate.example:8443/', 'https://gate.example:8443'],
      ['http://localhost:3000', 'http://localhost:3000'],
      ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
      ['http://[::1]:3000', 'http://[::1]:3000'],
    ] as const) {
      expect(serverOrigin(url)).toBe(origin);
    }
  });

  test('nowhere else, and a password in a URL is not repeated', async () => {
    for (const url of [
      'http://gate.example',
      'http://localhost.evil.example',
      'http://127.0.0.1.evil.example',
      'http://10.0.0.1',
      'ftp://gate.example',
      'file:///etc/passwd',
      'gate.example',
      '',
      'https://gate.example/base',
      'https://gate.example/?x=1',
      `https://ci:${SECRET}@gate.example`,
    ]) {
      const error = await caught(() => serverOrigin(url));
      expect(error, url).toBeInstanceOf(UsageError);
      expect(error.message).not.toContain(SECRET);
    }
  });
});

test('a credential comes from the variable or the file, and only in characters that one has', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'countersign-')), 'token');
  writeFileSync(file, `${SECRET}\n`);
  expect(readCredential(recordedIo('/', { COUNTERSIGN_TOKEN_FILE: file }))).toBe(SECRET);
  expect(readCredential(recordedIo('/', { COUNTERSIGN_TOKEN: 'direct', COUNTERSIGN_TOKEN_FILE: file }))).toBe('direct');
  expect(readCredential(recordedIo('/'))).toBeNull();
  expect(() => readCredential(recordedIo('/', { COUNTERSIGN_TOKEN_FILE: '/nowhere' }))).toThrow(UndecidedError);
  expect(() => readCredential(recordedIo('/', { COUNTERSIGN_TOKEN: 'a\r\nb: c' }))).toThrow(UsageError);
});
