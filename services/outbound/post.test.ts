// No request to where only we can reach (THREATS.md T19, T64, P22): forms of URLs, names that lie, redirects.

import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { kindOfAddress } from './address.ts';
import { post, type Resolved, urlFault } from './post.ts';

/** Every socket that this process opens is counted; every connection to the trap is as well. */
let sockets = 0;
let connections = 0;
const onSocket = () => {
  sockets += 1;
};

let trap: Server;
let port: number;

function listen(handler: RequestListener): Promise<Server> {
  const server = createServer(handler);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
const portOf = (server: Server) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  trap = await listen((_request, response) => response.end('trapped'));
  trap.on('connection', (_socket: Socket) => {
    connections += 1;
  });
  port = portOf(trap);
});
afterAll(() => new Promise((resolve) => trap.close(resolve)));
beforeEach(() => {
  sockets = 0;
  connections = 0;
  subscribe('net.client.socket', onSocket);
});
afterEach(() => unsubscribe('net.client.socket', onSocket));

const strict = { loopback: false };
const send = (url: string, outbound: Parameters<typeof post>[3] = strict) => post(url, {}, '{}', outbound);
const answering =
  (...addresses: string[]) =>
  async (): Promise<Resolved[]> =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

const FORMS = [
  'https://127.0.0.1:PORT/',
  'https://127.1:PORT/',
  'https://2130706433:PORT/',
  'https://0x7f000001:PORT/',
  'https://0177.0.0.1:PORT/',
  'https://0:PORT/',
  'https://localhost:PORT/',
  'https://LOCALHOST.:PORT/',
  'https://[::1]:PORT/',
  'https://[::ffff:127.0.0.1]:PORT/',
  'https://[::ffff:7f00:1]:PORT/',
  'https://[::]:PORT/',
  'https://①②⑦.0.0.1:PORT/',
  'https://user:password@127.0.0.1:PORT/',
  'https://public.test@127.0.0.1:PORT/',
  'https://127.0.0.1:PORT#@public.test/',
  'http://127.0.0.1:PORT/',
  'https://169.254.169.254/latest/meta-data/',
  'https://[fd00:ec2::254]/latest/meta-data/',
  'https://[64:ff9b::7f00:1]:PORT/',
  'https://[2002:7f00:1::]:PORT/',
  'https://10.0.0.1/',
  'https://172.31.255.255/',
  'https://192.168.1.1/',
  'https://100.64.0.1/',
  'https://[fe80::1]/',
  'https://[fe80::1%25eth0]/',
  'ftp://127.0.0.1:PORT/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:PORT/_x',
  'javascript:alert(1)',
  '//127.0.0.1:PORT/',
  '',
];

test.each(FORMS)('%s: no socket is opened', async (form) => {
  const url = form.replaceAll('PORT', String(port));
  expect(await send(url)).toEqual({ outcome: 'forbidden-address', status: null });
  expect({ sockets, connections }).toEqual({ sockets: 0, connections: 0 });
});

test('the trap springs: without the guard there would be a connection', async () => {
  expect((await send(`http://127.0.0.1:${port}/`, { loopback: true })).outcome).toBe('sent');
  expect(connections).toBe(1);
  expect(sockets).toBe(1);
  expect(channel('net.client.socket').hasSubscribers).toBe(true);
});

describe('names', () => {
  test.each([
    ['127.0.0.1'],
    ['::1'],
    ['10.1.2.3'],
    ['169.254.169.254'],
    ['fd00::1'],
    ['fe80::1'],
    ['::ffff:127.0.0.1'],
    ['100.100.100.200'],
    ['0.0.0.0'],
    ['255.255.255.255'],
    ['not an address'],
    ['93.184.216.34', '127.0.0.1'],
    ['2606:4700::1', '::1'],
    [],
  ])('one that resolves to %s %s is not connected to', async (...addresses) => {
    const answer = await send(`https://hooks.test:${port}/`, { ...strict, resolve: answering(...addresses) });
    expect(answer).toEqual({ outcome: 'forbidden-address', status: null });
    expect({ sockets, connections }).toEqual({ sockets: 0, connections: 0 });
  });

  test('one that changes its answer is asked once, and connected to where it was checked', async () => {
    let asked = 0;
    const resolve = async (): Promise<Resolved[]> => {
      asked += 1;
      return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
    };
    const answer = await send(`http://rebinding.test:${port}/`, { loopback: true, resolve });
    expect(answer).toEqual({ outcome: 'sent', status: 200 });
    expect({ asked, connections, sockets }).toEqual({ asked: 1, connections: 1, sockets: 1 });
  });

  test('one that resolves to this machine is not reached over http even in a trial when another answer is not', async () => {
    const resolve = answering('127.0.0.1', '93.184.216.34');
    const answer = await send(`http://mixed.test:${port}/`, { loopback: true, resolve });
    expect(answer.outcome).toBe('forbidden-address');
    expect(connections).toBe(0);
  });
});

describe('answers', () => {
  const trial = { loopback: true, timeoutMs: 500 };
  async function answeredBy(handler: RequestListener) {
    const server = await listen(handler);
    const answer = await send(`http://127.0.0.1:${portOf(server)}/`, trial);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    return answer;
  }

  test('a redirect is not followed', async () => {
    const answer = await answeredBy((_request, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end();
    });
    expect(answer).toEqual({ outcome: 'redirect', status: 307 });
    expect(connections).toBe(0);
  });

  test('one that never comes, and one that never ends, are over at the limit', async () => {
    expect((await answeredBy(() => {})).outcome).toBe('timeout');
    const dripping = await answeredBy((_request, response) => {
      response.writeHead(200);
      setInterval(() => response.write('.'), 20).unref();
    });
    expect(dripping.outcome).toBe('timeout');
  });

  test('an endless body is cut, and the status stands', async () => {
    let sent = 0;
    const answer = await answeredBy((_request, response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(16_384);
      const pump = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        if (!response.destroyed) response.once('drain', pump);
      };
      pump();
    });
    expect(answer).toEqual({ outcome: 'sent', status: 200 });
    expect(sent).toBeLessThan(16_000_000);
  });

  test('a server without TLS on an https address is not reached', async () => {
    expect((await send(`https://127.0.0.1:${port}/`, trial)).outcome).not.toBe('sent');
  });
});

test('addresses: only what is known to be public is', () => {
  for (const address of [
    '93.184.216.34',
    '1.1.1.1',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '2a00:1450:4001::1',
  ])
    expect(kindOfAddress(address), address).toBe('public');
  for (const address of [
    '2001::1',
    '2001:db8::1',
    '2002::1',
    '3fff::1',
    'fc00::',
    'ff02::1',
    '::',
    '198.19.0.1',
    '240.0.0.1',
  ])
    expect(kindOfAddress(address), address).toBe('forbidden');
  for (const address of ['127.0.0.1', '127.255.255.254', '::1']) expect(kindOfAddress(address)).toBe('loopback');
});

test('ports of other services and addresses that are too long are refused when a webhook is made', () => {
  for (const url of ['https://hooks.test:22/', 'https://hooks.test:25/', `https://hooks.test/${'x'.repeat(2_000)}`])
    expect(urlFault(url, false), url.slice(0, 40)).not.toBeNull();
  for (const url of ['https://hooks.test/', 'https://hooks.test:8443/a?b=c']) expect(urlFault(url, false)).toBeNull();
});
