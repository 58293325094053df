/** Entry point of the bundled command: the only place in `cli/` that touches the process. */
import { main } from './main.ts';

process.exitCode = await main(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  tty: process.stderr.isTTY === true,
  color: process.stderr.isTTY === true && !process.env.NO_COLOR,
  columns: process.stderr.columns,
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
});
