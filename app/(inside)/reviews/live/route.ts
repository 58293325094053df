/** The rows of a queue that is open, read again. The query is the page's own. */
import { getContext } from '#app/context.ts';
import { isServiceError } from '#services/errors.ts';
import { listReviews } from '#services/reviews/list.ts';
import { queuePage, queueRequest } from '../queue-request.ts';

export async function GET(request: Request): Promise<Response> {
  const headers = { 'cache-control': 'private, no-store' };
  const { tab, filter, cursor } = queueRequest(Object.fromEntries(new URL(request.url).searchParams));
  try {
    const page = await listReviews(await getContext(), tab, { ...filter, cursor });
    return Response.json(queuePage(page), { headers });
  } catch (error) {
    if (!isServiceError(error)) throw error;
    return Response.json({ code: error.code }, { status: error.code === 'unauthenticated' ? 401 : 422, headers });
  }
}
