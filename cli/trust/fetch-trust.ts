/**
 * Builds a trust from what a server publishes: `/.well-known/countersign` says what each key is for, the JWKS holds them.
 * The server must call itself by the origin it was reached at, and the result passes the same check as a trust file.
 */
import { isObject } from '#domain/canonical/strict-json.ts';
import { readTrust, type Trust } from '#domain/token/trust.ts';
import { type Client, getDocument, openClient, parseReply } from '../http.ts';
import { type Io, UndecidedError } from '../io.ts';

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

function refuse(client: Client, message: string): never {
  throw new UndecidedError(`The trust of ${client.origin} is refused: ${message}`);
}

export interface FetchedTrust {
  readonly trust: Trust;
  /** URIs of the status lists that the server publishes */
  readonly statusLists: readonly string[];
}

/** Fetches trust and the list of status lists. Throws UndecidedError on anything that is not exactly as expected. */
export async function fetchIssuer(io: Io, url: string): Promise<FetchedTrust> {
  const client = openClient(io, url);
  const metadata = parseReply(client, await getDocument(client, '/.well-known/countersign'));
  if (!isObject(metadata)) refuse(client, 'the issuer metadata is not an object');
  const { issuer, trial, jwks_uri, promotion_keys, status_keys, status_lists, ledger } = metadata;
  if (issuer !== client.origin) refuse(client, 'the server calls itself by another origin; use that one as the URL');
  if (jwks_uri !== `${client.origin}/.well-known/jwks.json`)
    refuse(client, 'its keys are not at /.well-known/jwks.json');
  if (!isStrings(promotion_keys) || !isStrings(status_keys) || !isStrings(status_lists) || !isObject(ledger)) {
    refuse(client, 'the issuer metadata is incomplete');
  }
  const jwks = parseReply(client, await getDocument(client, '/.well-known/jwks.json'));
  const keys: unknown[] =
    isObject(jwks) && Array.isArray(jwks.keys) ? jwks.keys : refuse(client, 'the JWKS is not one');
  const pick = (kids: readonly string[]) =>
    kids.map((kid) => keys.find((key) => isObject(key) && key.kid === kid) ?? refuse(client, `the JWKS lacks ${kid}`));
  const read = readTrust({
    version: 1,
    issuer,
    trial,
    keys: pick(promotion_keys),
    statusKeys: pick(status_keys),
    ledger: { origin: ledger.origin, publicKey: ledger.public_key },
    fetchedAt: new Date().toISOString(),
  });
  if (!read.ok) refuse(client, read.message);
  return { trust: read.trust, statusLists: status_lists };
}

/** The trust alone. */
export async function fetchTrust(io: Io, url: string): Promise<Trust> {
  return (await fetchIssuer(io, url)).trust;
}
