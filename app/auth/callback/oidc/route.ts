import type { NextRequest } from 'next/server';
import { finishAtProvider } from '#app/oidc.ts';

export const dynamic = 'force-dynamic';

/** Where the provider sends people back to. */
export function GET(request: NextRequest): Promise<Response> {
  return finishAtProvider(request);
}
