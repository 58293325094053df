/** The command line of a verb, read in one way: what is wrong with it is exit 2, with the way to the help. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { parseVersionRef } from '#domain/manifest/refs.ts';
import { UsageError } from './io.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

export function usage(verb: string, message: string): UsageError {
  return new UsageError(`${message}. Run 'countersign ${verb} --help'`);
}

/** Options and positional arguments of `verb`. Throws UsageError. */
export function readOptions<const T extends Options>(verb: string, args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw usage(verb, (error as Error).message.split('. ', 1)[0] ?? 'An option is malformed');
  }
}

/** The only positional argument. It is not repeated in a message, since it may be a secret. */
export function readOnly(verb: string, positionals: readonly string[], what: string, form: string): string {
  const [only, ...others] = positionals;
  if (!only) throw usage(verb, `Which ${what}? Give ${form}`);
  if (others.length > 0) throw usage(verb, `Give one ${what}, not ${positionals.length}`);
  return only;
}

/** The only positional argument, `namespace/name@version`. */
export function readRef(verb: string, positionals: readonly string[]) {
  const ref = parseVersionRef(readOnly(verb, positionals, 'version', 'namespace/name@version'));
  if (!ref) throw usage(verb, 'A version is written namespace/name@version, such as credit/limit-increase@2.3.0');
  return ref;
}

/** The name of an environment. */
export function readEnvironment(verb: string, given: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(given))
    throw usage(verb, 'An environment has lower-case letters, digits and hyphens, such as production');
  return given;
}
