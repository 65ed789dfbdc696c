import { QueryNotRegisteredError, WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { query } from '../../../client/temporal/query.js';
import { agent } from '../../../contract/messages.js';
import { fakeTemporal } from './fake-temporal.js';

/** What the gRPC library throws when a call's time is over. */
const late = () => Object.assign(new Error('4 DEADLINE_EXCEEDED'), { code: 4, details: '', metadata: {} });

async function ask(...answers: unknown[]) {
  let asked = 0;
  const { client, unbounded } = fakeTemporal({
    query: () => {
      const answer = answers[asked];
      asked += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    getSystemInfo: () => ({}),
  });
  const result = await query({ temporal: client }, 'wf', agent.state, 'agent_not_found').catch((error) => error.code);
  expect(unbounded).toEqual([]);
  return { result, asked };
}

describe('a query', () => {
  it('is asked once where it is answered', async () => {
    await expect(ask('state')).resolves.toEqual({ result: 'state', asked: 1 });
  });

  it.each([
    ['was lost', late()],
    ['a worker failed, that just dropped the workflow', new QueryNotRegisteredError('untracked workflow', 3)],
  ])('that %s is asked once more', async (_, error) => {
    await expect(ask(error, 'state')).resolves.toEqual({ result: 'state', asked: 2 });
  });

  it('is not asked a third time', async () => {
    await expect(ask(late(), late(), 'state')).resolves.toEqual({ result: 'worker_unavailable', asked: 2 });
  });

  it('is not asked again of what is not there', async () => {
    const gone = new WorkflowNotFoundError('gone', 'wf', undefined);
    await expect(ask(gone, 'state')).resolves.toEqual({ result: 'agent_not_found', asked: 1 });
  });
});
