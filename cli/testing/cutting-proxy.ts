/** A line that breaks: requests reach the server and are carried out, and then the answer is lost on the way back. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

export type Loss = 'none' | 'cut' | 'half' | 'page';

export interface CuttingProxy {
  readonly origin: string;
  /** `METHOD path`, in order */
  readonly requests: string[];
  /** the Idempotency-Keys that were seen, in order */
  readonly keys: string[];
  /** the last body that was sent with this method and path */
  bodyOf(request: string): unknown;
  close(): Promise<void>;
}

async function lose(kind: Loss, response: ServerResponse, status: number, type: string, body: Buffer): Promise<void> {
  if (kind === 'cut') response.destroy();
  else if (kind === 'half') {
    response.writeHead(status, { 'content-type': type, 'content-length': body.length });
    response.write(body.subarray(0, body.length / 2), () => response.destroy());
  } else if (kind === 'page') {
    response.writeHead(502, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>Bad gateway</title>');
  } else {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  }
}

/** `loss` says what becomes of the answer to a request, given how many of its method and path came before it. */
export async function startCuttingProxy(
  target: string,
  loss: (request: string, before: number) => Loss,
): Promise<CuttingProxy> {
  const requests: string[] = [];
  const keys: string[] = [];
  const bodies = new Map<string, Buffer>();
  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = `${request.method} ${request.url?.split('?', 1)[0]}`;
    const before = requests.filter((one) => one === name).length;
    requests.push(name);
    const key = request.headers['idempotency-key'];
    if (typeof key === 'string') keys.push(key);
    const body = await buffer(request);
    bodies.set(name, body);
    const { authorization, accept, 'content-type': type } = request.headers;
    const answer = await fetch(target + request.url, {
      method: request.method ?? 'GET',
      headers: {
        ...(authorization && { authorization }),
        ...(accept && { accept }),
        ...(type && { 'content-type': type }),
        ...(typeof key === 'string' && { 'idempotency-key': key }),
      },
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    await lose(loss(name, before), response, answer.status, answer.headers.get('content-type') ?? '', bytes);
  }
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    requests,
    keys,
    bodyOf: (request) => JSON.parse(bodies.get(request)?.toString() ?? 'null') as unknown,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
