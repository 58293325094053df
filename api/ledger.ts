/** The log for machines: checkpoint, tiles, entry bundles, receipts (C2SP tlog-tiles, tlog-proof). Public: leaves hold no personal data. */
import { z } from '@hono/zod-openapi';
import { ServiceError } from '#services/errors.ts';
import { signedHead } from '#services/ledger/checkpoint.ts';
import { receipt, tile } from '#services/ledger/proofs.ts';
import { mount, routes } from './route.ts';

const forever = { 'cache-control': 'public, max-age=31536000, immutable' };

export function ledgerRoutes() {
  const api = routes();
  mount(
    api,
    {
      method: 'get',
      path: '/ledger/checkpoint',
      tag: 'ledger',
      summary: 'The signed head',
      public: true,
      answers: { 200: { description: 'C2SP checkpoint', schema: 'text/plain' } },
    },
    async (c) => c.text((await signedHead(c.get('runtime'))).note, 200, { 'cache-control': 'no-store' }),
  );
  mount(
    api,
    {
      method: 'get',
      path: '/ledger/proof/{index}',
      tag: 'ledger',
      summary: 'The receipt of one entry',
      public: true,
      params: z.object({ index: z.string() }),
      answers: { 200: { description: 'C2SP tlog-proof', schema: 'text/plain' } },
    },
    async (c) => {
      const index = c.req.param('index') ?? '';
      if (!/^\d{1,15}$/.test(index)) throw new ServiceError('not-found', 'The ledger has no such entry');
      return c.text(await receipt(c.get('runtime'), Number(index)), 200, { 'cache-control': 'no-store' });
    },
  );
  const bytes = async (path: string, c: Parameters<Parameters<typeof mount>[2]>[0]) =>
    new Response((await tile(c.get('runtime'), path)) as Uint8Array<ArrayBuffer>, {
      headers: { 'content-type': 'application/octet-stream', ...forever },
    });
  mount(
    api,
    {
      method: 'get',
      path: '/ledger/tile/{path}',
      tag: 'ledger',
      summary: 'A tile of the tree, or tile/entries/… for an entry bundle',
      public: true,
      params: z.object({ path: z.string() }),
      answers: { 200: { description: 'Hashes', schema: 'application/octet-stream' } },
    },
    (c) => bytes(c.req.path.slice('/ledger/'.length), c),
  );
  api.get('/ledger/tile/*', (c) => bytes(c.req.path.slice('/ledger/'.length), c));
  api.get('/ledger/entries/*', (c) => bytes(`tile/${c.req.path.slice('/ledger/'.length)}`, c));
  return api;
}
