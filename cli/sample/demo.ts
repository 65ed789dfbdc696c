import { defaultStateDir } from '../../contract/machine/stack-file.js';
import { SAMPLE_USER } from '../../test/sites/sample/options.js';
import type { Stack } from '../../worker/up.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { withStack } from '../stack.js';
import type { Io } from '../terminal/io.js';
import { printer } from '../terminal/print.js';
import type { DemoOptions } from './options.js';

const HOW_WITHOUT_TERMINAL = `The demo asks for a password, and there is no terminal to ask on. Give it on the command line:
  npm start -- --once --answer password='${SAMPLE_USER.password}'`;

/** The demo: the whole life of a session on a sample site. */
export async function runDemo(options: DemoOptions, io: Io): Promise<ExitCode> {
  const print = printer(io, options.json);
  if (!io.interactive && options.answer.password === undefined) {
    io.err(HOW_WITHOUT_TERMINAL);
    return EXIT.usage;
  }
  const stateDir = options.stateDir ?? defaultStateDir();
  const run = async (stack: Stack): Promise<ExitCode> => {
    // Loaded here: the client takes a while, which Temporal can use to start.
    const { runStory } = await import('./story.js');
    return runStory(io, print, options, stack, stateDir);
  };
  return (await withStack({ io, print }, { stateDir, sample: true, ui: options.ui }, run)) ?? EXIT.success;
}
