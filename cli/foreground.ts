import { AgentAuthError } from '../contract/errors/errors.js';
import { createLog } from '../worker/log.js';
import { ownTemporaryFolder, type RunPart } from '../worker/part-process.js';
import type { Environment } from '../worker/read-environment.js';
import type { Scene } from './action.js';
import { untilInterrupted } from './commands/up.js';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.js';

const environmentOf = ({ stateDir }: Scene): Environment =>
  stateDir === undefined ? process.env : { ...process.env, AGENT_AUTH_STATE_DIR: stateDir };

/** Why a part did not start, or had to end: a line of its log, for whoever collects that, besides what the command answers. */
function tell(error: unknown, { print }: Scene): ExitCode {
  const known = error instanceof AgentAuthError ? error : new AgentAuthError('internal_error');
  const { code: error_code, message, next } = known;
  // Where there is advice, `next` is it.
  const { advice: _, ...details } = known.details;
  createLog('fatal').fatal({ error_code, next, details }, message);
  if (print.json) print.error(known);
  return exitCodeOf(known);
}

/** Runs a part of a deployment in this process until it is told to stop. It logs JSON lines on stderr, and nothing else there. */
export async function inForeground<Ready extends object>(
  scene: Scene,
  part: RunPart<Ready>,
  welcome: (ready: Ready) => string,
): Promise<ExitCode> {
  await ownTemporaryFolder();
  const env = environmentOf(scene);
  try {
    await part(env, {
      // Whoever starts a part by itself has started the others before.
      others: () => Promise.resolve(),
      async ready(facts) {
        scene.print.line({ event: 'ready', ...facts }, welcome(facts));
        await untilInterrupted(scene.io.signal);
      },
    });
    return EXIT.success;
  } catch (error) {
    return tell(error, scene);
  }
}
