import { KIND_INFO, NOTICE_KINDS, type NoticeKind } from '#domain/notices/kinds.ts';

export const noticeKinds = NOTICE_KINDS;

/** For filters and choices, in the order of the domain. */
export const noticeKindOptions: readonly (readonly [NoticeKind, string])[] = NOTICE_KINDS.map((kind) => [
  kind,
  KIND_INFO[kind].label,
]);

export function noticeKindLabel(kind: string): string {
  return noticeKindOptions.find(([known]) => known === kind)?.[1] ?? kind;
}
