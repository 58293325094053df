/**
 * Runs git to read, and only to read: without a shell, prompts, hooks, a pager, signature programs or fetching on demand,
 * with a time limit, and with history as it was committed (no grafts, no replacements). The repository may be hostile.
 */
import { execFile } from 'node:child_process';

export type Env = Readonly<Record<string, string | undefined>>;

const SAFE_CONFIG = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'log.showSignature=false'];
const TIME_LIMIT_MS = 30_000;
const MAX_OUTPUT_BYTES = 64 << 20;

/** The environment for git: ours without our credentials, which git has no business knowing. */
function environment(env: Env): NodeJS.ProcessEnv {
  const inherited = Object.entries(env).filter(([name]) => !name.startsWith('COUNTERSIGN_'));
  return {
    ...Object.fromEntries(inherited),
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_GRAFT_FILE: '/dev/null',
    LC_ALL: 'C',
  } as unknown as NodeJS.ProcessEnv;
}

/** What git prints, trimmed; undefined when it fails, is not there, or takes longer than 30 s. */
export function runGit(folder: string, env: Env, ...args: readonly string[]): Promise<string | undefined> {
  const safe = ['--no-pager', ...SAFE_CONFIG.flatMap((setting) => ['-c', setting]), ...args];
  const options = {
    cwd: folder,
    env: environment(env),
    timeout: TIME_LIMIT_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
    windowsHide: true,
  };
  return new Promise((resolve) => {
    execFile('git', safe, options, (error, stdout) => resolve(error ? undefined : stdout.trim()));
  });
}
