/** What an open review page watches: is what it shows still so? With `?content=1` also the content as it is now. */
import { getContext } from '#app/context.ts';
import { isServiceError } from '#services/errors.ts';
import { readStanding } from '#services/reviews/read.ts';
import { liveReview } from '../live-review.ts';

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const headers = { 'cache-control': 'private, no-store' };
  try {
    const { review, entries } = await readStanding(await getContext(), (await params).id);
    const withContent = new URL(request.url).searchParams.get('content') === '1';
    const live = liveReview(review, entries);
    return Response.json(withContent ? { ...live, content: review.content } : live, { headers });
  } catch (error) {
    if (!isServiceError(error)) throw error;
    return Response.json({ code: error.code }, { status: error.code === 'unauthenticated' ? 401 : 404, headers });
  }
}
