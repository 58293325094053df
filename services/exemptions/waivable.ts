/** Requirements that an exemption can be from: what a filter offers. */
import { CHECKS } from '#domain/policy/document.ts';

export const WAIVABLE: readonly string[] = ['lineage-sound', ...CHECKS];
