/** Servers on real sockets that fail in every way a server, a proxy or a line can. None of them may ever yield a yes. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

export interface Listening {
  readonly origin: string;
  /** requests that arrived */
  readonly hits: () => number;
  close(): Promise<void>;
}

/** Listens on a free port of this machine; `answer` gets the first bytes of each connection. */
export async function listen(answer: (socket: Socket, request: string) => void): Promise<Listening> {
  const sockets = new Set<Socket>();
  let hits = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', (data) => {
      hits += 1;
      answer(socket, data.toString('latin1'));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    origin: `http://127.0.0.1:${port}`,
    hits: () => hits,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function http(status: string, type: string | null, body: string, headers = ''): string {
  const contentType = type === null ? '' : `content-type: ${type}\r\n`;
  return `HTTP/1.1 ${status}\r\n${contentType}content-length: ${Buffer.byteLength(body)}\r\n${headers}connection: close\r\n\r\n${body}`;
}

const PAGE = '<!doctype html><title>Sign in</title>';

/** By what goes wrong. All speak (or fail to) before the answer could be read as anything. */
export const brokenServers: Readonly<Record<string, (socket: Socket) => void>> = {
  'hangs up at once': (socket) => socket.destroy(),
  'resets the connection': (socket) => socket.resetAndDestroy(),
  'never answers': () => undefined,
  'half-closes without an answer': (socket) => socket.end(),
  'sends a header and then nothing': (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'),
  'sends half a body and hangs': (socket) =>
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"issuer":'),
  'sends half a body and closes': (socket) =>
    socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"issuer":"x"}'),
  'cuts a chunked body': (socket) =>
    socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n'),
  'closes in the middle, without a length': (socket) =>
    socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"issuer":"htt'),
  'answers HTML with 200': (socket) => socket.end(http('200 OK', 'text/html; charset=utf-8', PAGE)),
  'answers HTML with 502': (socket) => socket.end(http('502 Bad Gateway', 'text/html', PAGE)),
  'answers HTML and calls it JSON': (socket) => socket.end(http('200 OK', 'application/json', PAGE)),
  'answers without a type': (socket) => socket.end(http('200 OK', null, '{}')),
  'answers an empty body': (socket) => socket.end(http('200 OK', 'application/json', '')),
  'answers null': (socket) => socket.end(http('200 OK', 'application/json', 'null')),
  'answers true': (socket) => socket.end(http('200 OK', 'application/json', 'true')),
  'answers {"verified":true}': (socket) => socket.end(http('200 OK', 'application/json', '{"verified":true}')),
  'answers bytes that are not UTF-8': (socket) =>
    socket.end(
      Buffer.concat([Buffer.from(http('200 OK', 'application/json', 'xx').slice(0, -2)), Buffer.from([0xff, 0xfe])]),
    ),
  'answers 204': (socket) => socket.end('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n'),
  redirects: (socket) => socket.end(http('302 Found', 'application/json', '{}', 'location: /elsewhere\r\n')),
  'asks for sign-in': (socket) =>
    socket.end(http('401 Unauthorized', 'application/problem+json', '{"code":"unauthenticated"}')),
  'is at fault': (socket) =>
    socket.end(http('500 Internal Server Error', 'application/problem+json', '{"code":"internal"}')),
  'speaks another protocol': (socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'),
  'never stops sending': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n"');
    const block = Buffer.alloc(1 << 20, 0x61);
    const more = () => socket.write(block, () => (socket.destroyed ? undefined : setImmediate(more)));
    more();
  },
};
