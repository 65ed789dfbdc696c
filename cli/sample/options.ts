import { Command, InvalidArgumentError } from 'commander';
import type { Answers } from '../login/answers.js';

export interface DemoOptions {
  /** Ends after the re-authentication. */
  readonly once: boolean;
  readonly answer: Answers;
  /** Also serves Temporal's Web UI. */
  readonly ui: boolean;
  readonly stateDir?: string;
  readonly json: boolean;
}

function addAnswer(text: string, before: Answers): Answers {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give it as name=value, for instance password=...');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

/** `npm start -- ...` */
export const demoCommand = (): Command =>
  new Command('npm start --')
    .description(
      'Show the whole life of a session on a sample site: login, question, proof, expiry, re-authentication.',
    )
    .option('--once', 'end after the re-authentication, with exit code 0 or 1', false)
    .option(
      '--answer <name=value>',
      'answer a question; for this sample only, whose password is no secret',
      addAnswer,
      {},
    )
    .option('--ui', "also serve Temporal's Web UI, to this machine", false)
    .option('--state-dir <dir>', 'state folder of the stack')
    .option('--json', 'one JSON object a line on stdout', false);
