/** Fetches a signed status list from its issuer, and from nowhere else: the URI comes out of a token or a reply. */
import type { Trust } from '#domain/token/trust.ts';
import { getDocument, openClient } from '../http.ts';
import { type Io, UndecidedError } from '../io.ts';

/** The list's text, unverified. Throws UndecidedError when the URI is not of the issuer, or no list comes. */
export async function fetchStatusList(io: Io, trust: Trust, uri: string): Promise<string> {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (url?.origin !== trust.issuer) throw new UndecidedError('The status list is not on the issuer; it is not fetched');
  const text = await getDocument(openClient(io, trust.issuer), url.pathname + url.search, 'application/statuslist+jwt');
  return text.trim();
}
