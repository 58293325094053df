/**
 * A small load generator: keep-alive connections that ask as fast as they are answered, for a bounded time. It writes requests
 * that were made beforehand and reads no more of an answer than its status and its length, because it runs on the machine that is
 * measured, as pgbench does.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Load {
  readonly url: string;
  readonly key: string;
  readonly clients: number;
  readonly seconds: number;
  /** bodies, taken in turn by the clients */
  readonly bodies: readonly object[];
}

function requestOf({ url, key }: Load, body: object): Buffer {
  const { pathname, host } = new URL(url);
  const text = JSON.stringify(body);
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    `Authorization: Bearer ${key}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`);
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** Sends one request and gives the status of its answer, when all of the answer is there. */
async function ask(socket: Socket, request: Buffer): Promise<number> {
  socket.write(request);
  let received: Buffer = Buffer.alloc(0);
  for (;;) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const end = received.indexOf(END_OF_HEAD);
    if (end < 0) continue;
    const head = received.toString('latin1', 0, end);
    const length = /^content-length: *(\d+)/im.exec(head)?.[1];
    if (length === undefined) throw new Error('an answer without a length cannot be measured');
    if (received.length >= end + END_OF_HEAD.length + Number(length)) return Number(head.slice(9, 12));
  }
}

/** Answers with 200 per second. Throws on any other answer: a refusal is cheap, and would look fast. */
export async function perSecond(load: Load): Promise<number> {
  const { hostname, port } = new URL(load.url);
  const requests = load.bodies.map((body) => requestOf(load, body));
  const sockets = await Promise.all(
    Array.from({ length: load.clients }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      await once(socket, 'connect');
      return socket;
    }),
  );
  const started = performance.now();
  const until = started + load.seconds * 1000;
  let answered = 0;
  const client = async (socket: Socket, number: number) => {
    for (let turn = number; performance.now() < until; turn += load.clients) {
      const status = await ask(socket, requests[turn % requests.length] ?? Buffer.alloc(0));
      if (status !== 200) throw new Error(`the gate answered ${status} during the measurement`);
      answered += 1;
    }
  };
  await Promise.all(sockets.map(client));
  const seconds = (performance.now() - started) / 1000;
  for (const socket of sockets) socket.destroy();
  return answered / seconds;
}
