/**
 * Structured logs, one JSON object a line, on stderr. Fields that could carry a secret are cut out by name wherever they
 * appear; request bodies and headers are never logged (THREATS.md T25).
 */
import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';

const SECRET = ['password', 'secret', 'token', 'authorization', 'cookie', 'set-cookie', 'idToken', 'link'];

/** Drizzle's message is the statement and then, from here on, everything that was sent with it. */
function withoutParameters(text: string): string {
  return text.split('\nparams:')[0] ?? '';
}

export function createLog(level: string, destination: DestinationStream = process.stderr): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET.flatMap((name) => [`["${name}"]`, `*["${name}"]`]), censor: '[cut]' },
      serializers: {
        // A database error carries the parameters of its query: message and code are enough to find it.
        err: (error: Error) => {
          const { type, message, stack } = stdSerializers.err(error);
          const cause = error.cause instanceof Error ? withoutParameters(error.cause.message) : undefined;
          return { type, message: withoutParameters(message), cause, stack: withoutParameters(stack) };
        },
      },
    },
    destination,
  );
}
