import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { AgentAuth, AgentAuthInvocation, InvocationAnswer } from '../../client/index.js';
import { needsHuman } from '../../client/internal.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { hasCode } from '../../contract/errors/has-code.js';
import { actWithAuth, type Cli, type Scene } from '../action.js';
import { readAnswers, toAnswer } from '../login/answers.js';
import { nextSteps } from '../login/next-steps.js';
import { requireSuccess } from '../login/play-login.js';
import { newEvents, storyLine } from '../login/timeline.js';
import { lastDecisions, traceLines } from '../login/trace.js';
import { askPerson } from '../terminal/ask-person.js';
import { card, row } from '../terminal/print.js';

const cancel = (parent: Command, cli: Cli): Command =>
  parent
    .command('cancel')
    .description('End a login; nothing of it is saved.')
    .argument('<id>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, id) => {
        await auth.agents.auth.invocations.cancel(id);
        print.line({ canceled: id }, `Told ${id} to end.`);
      }),
    );

const follow = (parent: Command, cli: Cli): Command =>
  parent
    .command('follow')
    .description('Watch a login until it ends.')
    .argument('<id>')
    .addHelpText('after', '\nWith --json each line is the whole state. Exit code 0 when the login succeeds.')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { io, print }, _, id) => {
        const fresh = newEvents();
        for await (const state of auth.agents.auth.invocations.follow(id, { signal: io.signal })) {
          const lines = fresh(state).map((event) => storyLine(event, state, io.colors));
          if (print.json || lines.length > 0) print.line(state, lines.join('\n'));
          if (state.status !== 'IN_PROGRESS') requireSuccess(state);
        }
      }),
    );

const list = (parent: Command, cli: Cli): Command =>
  parent
    .command('list')
    .description('List the logins, newest first.')
    .action(
      actWithAuth(cli, async (auth, { print }) => {
        for await (const login of auth.agents.auth.invocations.list({ limit: 100 })) {
          const { status, invocation_id, domain, started_at, error_code } = login;
          print.line(
            login,
            row([
              [status, 11],
              [invocation_id, 36],
              [domain, 24],
              [started_at, 24],
              [error_code ?? '', 0],
            ]),
          );
        }
      }),
    );

interface ShowOptions {
  readonly trace?: boolean;
  readonly picture?: string;
}

/** What a person asks for; programs take the whole of it. */
function factsOf({ app_name: _app, version: _version, question: _question, ...login }: AgentAuthInvocation): object {
  const { sealing_key: _key, timeline: _timeline, expires_at, ...facts } = login;
  return { ...facts, expires_at: login.status === 'IN_PROGRESS' ? expires_at : null };
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `${title}:`, ...lines];

/** Nothing for a key that may not see them, and where they are gone. */
async function decisionsOf(auth: AgentAuth, id: string): Promise<string[]> {
  try {
    return section('What it decided last', lastDecisions(await auth.agents.auth.invocations.trace(id)));
  } catch (error) {
    if (hasCode(error, 'forbidden', 'invocation_not_found')) return [];
    throw error;
  }
}

const show = (parent: Command, cli: Cli): Command =>
  parent
    .command('show')
    .description('Show a login: its status, its story, and what can be done if it failed.')
    .argument('<id>')
    .option('--trace', 'show each decision of the login engine instead of the story, to find out why a login failed')
    .option(
      '--picture <file>',
      'write the last picture of its page to a file, if the worker takes pictures (docs/operations.md)',
    )
    .action(
      actWithAuth<[string], ShowOptions>(cli, async (auth, { io, print }, options, id) => {
        if (options.picture !== undefined) {
          const picture = await auth.agents.auth.invocations.picture(id);
          if (picture === null) return print.line({ picture: null }, 'There is no picture of this login.');
          await writeFile(options.picture, Buffer.from(picture.jpeg, 'base64'), { mode: 0o600, flag: 'wx' });
          return print.line({ picture: options.picture, taken_at: picture.taken_at }, `Written to ${options.picture}.`);
        }
        if (options.trace) {
          const trace = await auth.agents.auth.invocations.trace(id);
          return print.line(trace, traceLines(trace, io.colors).join('\n'));
        }
        const invocation = await auth.agents.auth.invocations.retrieve(id);
        const { timeline } = invocation;
        const story = timeline.map((event) => storyLine(event, invocation, io.colors));
        const decided = print.json || invocation.status !== 'FAILED' ? [] : await decisionsOf(auth, id);
        print.line(
          invocation,
          [card(factsOf(invocation)), ...story, ...section('What can be done', nextSteps(invocation)), ...decided].join(
            '\n',
          ),
        );
      }),
    );

async function askHere(auth: AgentAuth, { io }: Scene, id: string): Promise<InvocationAnswer> {
  const invocation = await auth.agents.auth.invocations.retrieve(id);
  const { step, status } = invocation;
  if (status !== 'IN_PROGRESS') throw new AgentAuthError('invocation_ended', { status });
  if (step !== 'awaiting_input') throw new AgentAuthError('not_awaiting_input', { step });
  const answer = io.interactive ? await askPerson(io, invocation) : null;
  if (!answer) throw needsHuman(invocation);
  return answer;
}

const submit = (parent: Command, cli: Cli): Command =>
  parent
    .command('submit')
    .description('Answer what a login is waiting for.')
    .argument('<id>')
    .option('--answers <file>', 'values by field name, as JSON; - for stdin. Without it you are asked on the terminal')
    .addHelpText(
      'after',
      `
Examples:
  $ agent-auth invocations submit inv_...
  $ echo '{"password": "..."}' | agent-auth invocations submit inv_... --answers -`,
    )
    .action(
      actWithAuth<[string], { answers?: string }>(cli, async (auth, scene, { answers }, id) => {
        const answer = answers ? toAnswer(await readAnswers(scene.io, answers)) : await askHere(auth, scene, id);
        await auth.agents.auth.invocations.submit(id, answer);
        scene.print.line(
          { accepted: true, invocation_id: id },
          `Accepted. Watch it: agent-auth invocations follow ${id}`,
        );
      }),
    );

export function invocations(parent: Command, cli: Cli): void {
  const group = parent.command('invocations').description('Invocations: single logins.');
  for (const add of [list, show, follow, submit, cancel]) add(group, cli);
}
