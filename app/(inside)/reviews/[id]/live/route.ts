/** What an open review page watches: is the content still the one that it shows? */
import { getContext } from '#app/context.ts';
import type { LiveReview } from '#components/gate/review-watch.tsx';
import { isServiceError } from '#services/errors.ts';
import { readReview } from '#services/reviews/read.ts';

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const headers = { 'cache-control': 'private, no-store' };
  try {
    const review = await readReview(await getContext(), (await params).id);
    const live: LiveReview = {
      contentDigest: review.contentDigest,
      state: review.state,
      verdicts: review.verdicts.filter(({ withdrawnAt }) => withdrawnAt === null).length,
    };
    return Response.json(live, { headers });
  } catch (error) {
    if (!isServiceError(error)) throw error;
    return Response.json({ code: error.code }, { status: error.code === 'unauthenticated' ? 401 : 404, headers });
  }
}
