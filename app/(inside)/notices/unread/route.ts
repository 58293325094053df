/** How many notices are unread, for the bell. */
import { getContext } from '#app/context.ts';
import { isServiceError } from '#services/errors.ts';
import { unreadNotices } from '#services/notices/list.ts';

export async function GET(): Promise<Response> {
  const headers = { 'cache-control': 'private, no-store' };
  try {
    return Response.json(await unreadNotices(await getContext()), { headers });
  } catch (error) {
    if (!isServiceError(error)) throw error;
    return Response.json({ code: error.code }, { status: error.code === 'unauthenticated' ? 401 : 403, headers });
  }
}
