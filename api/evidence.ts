/** Attaching evidence: the bytes are the body, what they are is in the query. */
import { z } from '@hono/zod-openapi';
import { AttachedBody, EVIDENCE_TYPES } from '#domain/wire/evidence.ts';
import { Attachment, attachEvidence } from '#services/evidence/attach.ts';
import { readEvidence } from '#services/evidence/read.ts';
import { readQuery } from './query.ts';
import { mount, routes } from './route.ts';

const AttachQuery = z.object({
  ref: z.string(),
  type: z.enum(EVIDENCE_TYPES),
  fileName: z.string().min(1).max(255),
  producer: z.string().max(200).optional(),
});

/** Shown inline only where a browser cannot run what is in it. */
const INLINE = new Set(['application/json', 'text/plain', 'application/pdf', 'image/png', 'image/jpeg']);

export function evidenceRoutes() {
  const api = routes();
  mount(
    api,
    {
      method: 'post',
      path: '/api/v1/evidence',
      tag: 'evidence',
      summary: 'Attach a report, scan or document to a version; the body is the file (at most 25 MB)',
      query: AttachQuery,
      answers: {
        200: { description: 'It was attached already', schema: AttachedBody },
        201: { description: 'Attached', schema: AttachedBody },
      },
    },
    async (c) => {
      const about = readQuery(c, AttachQuery);
      const type = c.req.header('content-type')?.split(';')[0]?.trim();
      const attached = await attachEvidence(c.get('ctx'), {
        ...about,
        ...(type === undefined || type === '' ? {} : { mediaType: type }),
        bytes: new Uint8Array(await c.req.arrayBuffer()),
      } satisfies z.input<typeof Attachment>);
      return c.json(attached, attached.created ? 201 : 200);
    },
  );
  mount(
    api,
    {
      method: 'get',
      path: '/api/v1/evidence/{id}',
      tag: 'evidence',
      summary: 'The bytes of a piece of evidence',
      params: z.object({ id: z.uuid() }),
      answers: { 200: { description: 'The file', schema: 'application/octet-stream' } },
    },
    async (c) => {
      const file = await readEvidence(c.get('ctx'), c.req.param('id') ?? '');
      const disposition = INLINE.has(file.mediaType) ? 'inline' : 'attachment';
      return new Response(file.bytes as Uint8Array<ArrayBuffer>, {
        headers: {
          'content-type': INLINE.has(file.mediaType) ? file.mediaType : 'application/octet-stream',
          'content-disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
          'repr-digest': `sha-256=:${Buffer.from(file.digest.slice('sha256:'.length), 'hex').toString('base64')}:`,
        },
      });
    },
  );
  return api;
}
