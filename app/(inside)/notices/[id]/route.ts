/**
 * Opens a notice: marks it as read and leads to what it is about. A link and no form, so that it opens in a new tab and
 * from a mail; the mark on one's own desk is all that it changes.
 */
import { notFound, redirect } from 'next/navigation';
import { load } from '#app/context.ts';
import { openNotice } from '#services/notices/read-marks.ts';

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const path = await load((ctx) => openNotice(ctx, id));
  if (!path.startsWith('/')) notFound();
  redirect(path);
}
