/** What the form starts from when the page comes up. */
import { formOfNext } from '#domain/manifest/form-next.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { BLANK_CONTENT, readContent, type WizardContent } from './content.ts';
import type { StoredDraft } from './draft-client.ts';
import { type LeftBehind, takeUp } from './left-behind.ts';
import type { StepId } from './steps.ts';

export interface Start {
  readonly content: WizardContent;
  readonly left: LeftBehind | null;
  /** it is no draft on the server yet */
  readonly fresh: boolean;
}

/** What this tab had not saved, the draft, the version before, or nothing. */
export function startOf(
  { draft, from }: { readonly draft: StoredDraft | null; readonly from: Manifest | null },
  step: StepId | null,
  person: string,
): Start {
  const left = takeUp(person);
  const unsaved = left?.content == null ? null : readContent(JSON.parse(left.content));
  if (draft) {
    const mine = left?.id === draft.id ? left : null;
    return { content: (mine && unsaved) ?? readContent(draft.content), left: mine, fresh: false };
  }
  if (from) return { content: { ...BLANK_CONTENT, ...formOfNext(from) }, left: null, fresh: true };
  if (step !== null && left?.id === null && unsaved) return { content: unsaved, left, fresh: true };
  return { content: BLANK_CONTENT, left: null, fresh: false };
}
