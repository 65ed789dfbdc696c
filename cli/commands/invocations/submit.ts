import type { Command } from 'commander';
import type { AgentAuth, InvocationAnswer } from '../../../client/index.js';
import { needsHuman } from '../../../client/invocations/needs-human.js';
import { AgentAuthError } from '../../../contract/errors.js';
import { actWithAuth, type Cli, type Scene } from '../../action.js';
import { readAnswers, toAnswer } from '../../login/answers.js';
import { askPerson } from '../../terminal/ask-person.js';

async function askHere(auth: AgentAuth, { io }: Scene, id: string): Promise<InvocationAnswer> {
  const invocation = await auth.agents.auth.invocations.retrieve(id);
  const { step, status } = invocation;
  if (status !== 'IN_PROGRESS') throw new AgentAuthError('invocation_ended', { status });
  if (step !== 'awaiting_input') throw new AgentAuthError('not_awaiting_input', { step });
  const answer = io.interactive ? await askPerson(io, invocation) : null;
  if (!answer) throw needsHuman(invocation);
  return answer;
}

export const submit = (parent: Command, cli: Cli): Command =>
  parent
    .command('submit')
    .description('Answer what a login waits for.')
    .argument('<id>')
    .option(
      '--answers <file>',
      'values by field name, as JSON; - for stdin. Without it they are asked for on the terminal',
    )
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
