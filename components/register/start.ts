/** What the form starts from when the page comes up. */
import { formOfNext } from '#domain/manifest/form-next.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { BLANK_CONTENT, readContent, type WizardContent } from './content.ts';
import type { StoredDraft } from './draft-client.ts';
import { type LeftBehind, leftBehind } from './left-behind.ts';
import { type StepId, stepOf } from './steps.ts';

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
  const left = leftBehind(person);
  const unsaved = left?.content == null ? null : readContent(JSON.parse(left.content));
  if (draft) {
    const mine = left?.id === draft.id ? left : null;
    return { content: (mine && unsaved) ?? readContent(draft.content), left: mine, fresh: false };
  }
  if (from) return { content: { ...BLANK_CONTENT, ...formOfNext(from) }, left: null, fresh: true };
  // Never on the server, or thrown away there since.
  if (step !== null && unsaved) return { content: unsaved, left, fresh: true };
  return { content: BLANK_CONTENT, left: null, fresh: false };
}

/**
 * The draft that the address should have named: the server named it while the page that had begun it was going away, so that
 * what was reloaded was still the address without it. Null where there is none.
 */
export function unnamedDraft(address: URLSearchParams, person: string): string | null {
  if (stepOf(address.get('step')) === null || address.has('draft') || address.has('from')) return null;
  return leftBehind(person)?.id ?? null;
}
