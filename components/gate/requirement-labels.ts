import { requirementName } from '#domain/gate/requirement-name.ts';

/** What a requirement is called on a screen: for pages too, which take nothing but types from the domain. */
export function requirementLabel(id: string): string {
  return requirementName(id);
}
