/**
 * Everybody who committed since the last approved commit (DESIGN.md §2 "Approvals and separation of duties"): authors,
 * committers and co-authors, by the addresses in the commits themselves; a mailmap of the repository renames nobody. What
 * cannot be known for certain is not said at all, and an identity that is no address is sent as it is, to match nobody.
 */
import { type Env, runGit } from './run-git.ts';

export type Committers =
  | { readonly known: true; readonly emails: readonly string[] }
  | { readonly known: false; readonly why: string };

/** As many as a registration may name. */
const MAX_COMMITTERS = 1_000;

const COMMIT = /^[0-9a-f]{7,64}$/;
const FIELDS = '<%ae>%x00<%ce>%x00%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x00)%x00';

const unknown = (why: string): Committers => ({ known: false, why });

/**
 * @param since the commit of the last approved version; null for the whole history
 * @param declared the commit that the manifest names as its source, counted beside the one that is checked out
 */
export async function readCommitters(
  folder: string,
  env: Env,
  since: string | null,
  declared: string | undefined,
): Promise<Committers> {
  const head = await runGit(folder, env, 'rev-parse', '--verify', 'HEAD');
  if (!head) return unknown('this is not a git checkout with a commit');
  if ((await runGit(folder, env, 'rev-parse', '--is-shallow-repository')) !== 'false') {
    return unknown('this is a shallow clone; fetch the whole history (fetch-depth: 0, or GIT_DEPTH: 0)');
  }
  const has = async (commit: string) =>
    COMMIT.test(commit) && (await runGit(folder, env, 'cat-file', '-e', `${commit}^{commit}`)) !== undefined;
  if (since !== null && !(await has(since))) {
    return unknown(`the commit of the last approved version, ${since.slice(0, 12)}, is not in this repository`);
  }
  if (declared !== undefined && !(await has(declared))) {
    return unknown(`the manifest's source.commit, ${declared.slice(0, 12)}, is not in this repository`);
  }
  const range = [head, ...(declared === undefined ? [] : [declared]), ...(since === null ? [] : [`^${since}`])];
  const log = await runGit(folder, env, 'log', '--no-mailmap', `--format=${FIELDS}`, ...range, '--');
  if (log === undefined) return unknown('git could not read the history');
  const emails = [...new Set(log.split('\0').flatMap(addressesOf))].sort();
  if (emails.length > MAX_COMMITTERS) return unknown(`${emails.length} people committed, more than can be sent`);
  return { known: true, emails };
}

/** The addresses in `Name <address>`, a list of such, or a bare address; none in the nothing between two separators. */
function addressesOf(field: string): string[] {
  const text = field.trim();
  if (text === '') return [];
  const bracketed = [...text.matchAll(/<([^<>]*)>/g)].map(([, address = '']) => address.trim());
  return (bracketed.length > 0 ? bracketed : [text]).map((address) =>
    address.length < 3 || address.length > 254 ? `(unreadable: ${address.slice(0, 200)})` : address,
  );
}
