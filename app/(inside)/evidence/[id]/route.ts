/**
 * A piece of evidence as a download. The bytes are hostile whatever their name says: never shown in this origin, never
 * sniffed, and their own media type is not repeated. Their content security policy is set by proxy.ts.
 */
import { getContext } from '#app/context.ts';
import { isServiceError, type ServiceErrorCode } from '#services/errors.ts';
import { readEvidence } from '#services/evidence/read.ts';

const STATUS: Partial<Record<ServiceErrorCode, number>> = {
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  invalid: 404,
};

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  if (!/^[0-9a-f-]{36}$/.test(id)) return new Response('There is no such evidence\n', { status: 404 });
  try {
    const file = await readEvidence(await getContext(), id);
    return new Response(Buffer.from(file.bytes), {
      headers: {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName.toWellFormed())}`,
        'content-length': String(file.bytes.length),
        'cache-control': 'private, no-store',
      },
    });
  } catch (error) {
    if (!isServiceError(error)) throw error;
    return new Response(`${error.message}\n`, { status: STATUS[error.code] ?? 503 });
  }
}
