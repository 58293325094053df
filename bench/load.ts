/** A small load generator: keep-alive connections that ask as fast as they are answered, for a bounded time. */
import { Agent, request } from 'node:http';

export interface Load {
  readonly url: string;
  readonly key: string;
  readonly clients: number;
  readonly seconds: number;
  /** bodies, taken in turn by the clients */
  readonly bodies: readonly object[];
}

function post(agent: Agent, { url, key }: Load, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      { method: 'POST', agent, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' } },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
      },
    );
    call.once('error', reject);
    call.end(body);
  });
}

/** Answers with 200 per second. Throws on any other answer: a refusal is cheap, and would look fast. */
export async function perSecond(load: Load): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.clients });
  const bodies = load.bodies.map((body) => JSON.stringify(body));
  const started = performance.now();
  const until = started + load.seconds * 1000;
  let answered = 0;
  const client = async (number: number) => {
    for (let turn = number; performance.now() < until; turn += load.clients) {
      const status = await post(agent, load, bodies[turn % bodies.length] ?? '{}');
      if (status !== 200) throw new Error(`the gate answered ${status} during the measurement`);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: load.clients }, (_, number) => client(number)));
  agent.destroy();
  return answered / ((performance.now() - started) / 1000);
}
