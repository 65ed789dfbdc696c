import type { AgentAuth } from '../../client/index.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { SAMPLE_USER } from '../../test/sites/sample/options.js';
import type { Stack } from '../../worker/up.js';
import { readyOf, untilInterrupted } from '../commands/up.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { prepared } from '../login/answers.js';
import { type Answerer, playLogin, requireSuccess } from '../login/play-login.js';
import { askPerson } from '../terminal/ask-person.js';
import type { Io } from '../terminal/io.js';
import type { Print } from '../terminal/print.js';
import type { DemoOptions } from './options.js';
import { prepare, SAMPLE } from './prepare.js';
import { seeWithSession } from './proof.js';

interface Demo {
  readonly auth: AgentAuth;
  readonly io: Io;
  readonly print: Print;
  readonly answer: Answerer;
  /** A person is going to be asked. */
  readonly asks: boolean;
}

/** A heading between two parts of the story. */
const chapter = ({ io, print }: Pick<Demo, 'io' | 'print'>, text: string): void => {
  if (!print.json) io.out(`\n${io.colors.bold(text)}`);
};

/** Answers prepared on the command line, else a person, who is told the sample's password. */
function answerer(io: Io, { answer }: DemoOptions): Answerer {
  const take = prepared(answer);
  return async (invocation, open) => {
    const given = take(invocation);
    if (given || !io.interactive) return given;
    io.err(io.colors.dim(`  (the password of this sample: ${SAMPLE_USER.password})`));
    return askPerson(io, invocation, open);
  };
}

/** Plays a login to its success, then shows the page behind it in a fresh browser. */
async function loginAndProve({ auth, io, print, answer }: Demo, invocationId: string): Promise<void> {
  const end = await playLogin(auth, io, print, invocationId, { answer, signal: io.signal });
  requireSuccess(end);
  const proof = await seeWithSession(
    end.post_login_url ?? `https://${end.domain}/`,
    await auth.profiles.storageState(SAMPLE),
  );
  print.line(
    { event: 'proof', invocation_id: invocationId, ...proof },
    `${' '.repeat(10)}${io.colors.green('★')}  a fresh browser with the saved profile sees “${proof.title}”: “${proof.greeting}”`,
  );
}

/** The agent's next login that this demo did not start: the agent noticed by itself that the session has ended. */
async function nextLogin({ auth, io }: Demo, agentId: string, before: string): Promise<string | null> {
  for await (const state of auth.agents.auth.follow(agentId, { signal: io.signal })) {
    const latest = state.invocation_id ?? state.last_invocation_id;
    if (latest && latest !== before) return latest;
  }
  return null;
}

const seeIt = ({ file }: Stack): string =>
  file.ui_url ? `See it in Temporal: ${file.ui_url}` : "Start it with --ui to see it in Temporal's Web UI";

async function tellStory(demo: Demo, stack: Stack, once: boolean): Promise<void> {
  const { auth, io, print } = demo;
  const siteUrl = stack.file.sample_url;
  if (!siteUrl) throw new AgentAuthError('internal_error');
  chapter(demo, `1  A login at ${siteUrl} with a credential that lacks its password`);
  const agent = await prepare(auth, siteUrl);
  const started = Date.now();
  const first = await auth.agents.auth.invocations.create({ auth_agent_id: agent.id, save_credential_as: SAMPLE });
  // A link for one person, good once: where the answer is given on the command line nobody needs it.
  if (first.hosted_url && demo.asks) {
    const link = `${' '.repeat(10)}⌘  answer here, or in the browser: ${io.colors.cyan(first.hosted_url)}`;
    print.line({ event: 'link', invocation_id: first.invocation_id, hosted_url: first.hosted_url }, link);
  }
  await loginAndProve(demo, first.invocation_id);
  print.line(
    { event: 'logged_in', seconds: (Date.now() - started) / 1000 },
    `${' '.repeat(13)}${io.colors.dim(`${((Date.now() - started) / 1000).toFixed(1)} s, waiting for you included`)}`,
  );
  print.note('What people keep in 1Password, Bitwarden or KeePass is asked of nobody: agent-auth providers add --help');

  chapter(demo, '2  The site ends the session soon; nobody tells the agent, and nobody is asked');
  let latest: string | null = first.invocation_id;
  for (let told = false; latest; told = true) {
    latest = await nextLogin(demo, agent.id, latest);
    if (!latest) return;
    await loginAndProve(demo, latest);
    if (once) return;
    if (told) continue;
    print.note('Passwords in 1Password, Bitwarden or KeePass? `agent-auth providers add --help` connects them.');
    chapter(
      demo,
      `It goes on like this, ever less often while sessions are so short. ${seeIt(stack)} · end with Ctrl-C`,
    );
  }
}

/** Tells the story on a stack that is there. */
export async function runStory(
  io: Io,
  print: Print,
  options: DemoOptions,
  stack: Stack,
  stateDir: string,
): Promise<ExitCode> {
  const ready = readyOf(stack);
  print.line(
    { ...ready, sample_seed: stack.sampleSeed },
    io.colors.dim(
      [
        ...(ready.ui_url ? [`Temporal UI ${ready.ui_url}`] : []),
        `sample site ${ready.sample_url} (seed ${stack.sampleSeed})`,
      ].join(' · '),
    ),
  );
  const auth = await io.connect({ state_dir: stateDir });
  try {
    const asks = options.answer.password === undefined;
    await tellStory({ auth, io, print, answer: answerer(io, options), asks }, stack, options.once);
    return EXIT.success;
  } catch (error) {
    if (io.signal.aborted) return EXIT.success;
    const own = error instanceof AgentAuthError ? error : new AgentAuthError('internal_error');
    print.error(own);
    if (!options.once) {
      print.note(`The stack stays up: ${ready.ui_url ?? ready.temporal_address} · end with Ctrl-C`);
      await untilInterrupted(io.signal);
    }
    return EXIT.failed;
  } finally {
    await auth.close();
  }
}
