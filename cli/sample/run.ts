/** `npm start`: brings up the stack with the sample site and tells the story of a session on it. */
import { AgentAuthError } from '../../contract/errors/errors.js';
import { EXIT, exitCodeOf } from '../exit-codes.js';
import { processIo } from '../terminal/io.js';
import { printer } from '../terminal/print.js';
import { runDemo } from './demo.js';
import { type DemoOptions, demoCommand } from './options.js';

const options = demoCommand()
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? EXIT.success : EXIT.usage))
  .parse()
  .opts<DemoOptions>();
const io = processIo();
try {
  process.exitCode = await runDemo(options, io);
} catch (error) {
  const own = error instanceof AgentAuthError ? error : new AgentAuthError('internal_error');
  printer(io, options.json).error(own);
  process.exitCode = exitCodeOf(own);
}
