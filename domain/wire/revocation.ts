/** The answer of `POST /api/v1/tokens/{jti}/revoke` (CONTRACT.md §4). */
import { z } from 'zod';

export const RevokedBody = z.object({ jti: z.string(), ref: z.string(), revokedAt: z.string() });
export type RevokedBody = z.infer<typeof RevokedBody>;
