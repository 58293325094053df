/** Entry point of the bundled command: the only place in `cli/` that touches the process. */
import { exit } from './exit.ts';
import { main } from './main.ts';

// Until a verb has answered, nothing is decided; and Node's own code for a crash is 1, which here is a verdict.
process.exitCode = exit.undecided;
process.on('uncaughtException', (error) => {
  try {
    process.stderr.write(`countersign: internal error: ${JSON.stringify(error.message)}\n`);
  } finally {
    process.exit(exit.undecided);
  }
});

process.exitCode = await main(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  tty: process.stderr.isTTY === true,
  color: process.stderr.isTTY === true && !process.env.NO_COLOR,
  columns: process.stderr.columns,
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
});
