import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OwnStorageState } from '../../../client/index.js';
import { findStack } from '../../../client/stack/find-stack.js';
import { found } from '../../security/needles.js';
import { joinTestStack, type TestStack } from '../../support/stack.js';

let stack: TestStack;
beforeAll(async () => {
  stack = await joinTestStack();
});
afterAll(() => stack.stop());

/** A state that does not compress: more than one call carries. */
const stateWith = (bytes: number, canary = ''): OwnStorageState => ({
  cookies: [],
  origins: Array.from({ length: 3 }, (_, n) => ({
    origin: `https://o${n}.example.com`,
    localStorage: [{ name: 't', value: canary + randomBytes(bytes / 3).toString('base64') }],
  })),
});

it('a session of several MB goes in and out whole, is renewed, and stands in no history in plain', async () => {
  const { auth } = stack;
  const canary = `canary-${randomBytes(12).toString('hex')}`;
  const storage_state = stateWith(2_500_000, canary);
  await auth.profiles.import({ name: 'large', domain: 'example.com', storage_state });

  const session = await auth.profiles.session('large');
  expect(session.storage_state.origins.map(({ localStorage }) => localStorage[0]?.value.length)).toEqual(
    storage_state.origins.map(({ localStorage }) => localStorage[0]?.value.length),
  );
  expect(session.storage_state).toEqual(storage_state);
  expect(await auth.profiles.storageState('large', { domain: 'example.com' })).toEqual(storage_state);

  const [first, ...others] = storage_state.origins;
  const renewed = { ...first!, localStorage: [{ name: 't', value: `${canary}-renewed` }] };
  const changed = { cookies: [], origins: [renewed, ...others] };
  expect(await auth.profiles.save('large', { ...session, storage_state: changed })).toMatchObject({ left_out: [] });
  const now = await auth.profiles.session('large');
  expect(now).toMatchObject({ version: session.version + 1, unproven: ['example.com'] });
  expect(now.storage_state).toEqual(changed);

  const histories = await historiesOf('vault_pieces');
  expect(histories.length).toBeGreaterThan(8);
  for (const history of histories) {
    expect(found(history, { canary })).toEqual([]);
    // Sealed, not only packed.
    expect(history.toString('latin1')).not.toMatch(/H4sI/);
  }
});

/** Histories of vault calls as Temporal holds them, undecoded. */
async function historiesOf(prefix: string): Promise<Buffer[]> {
  const { temporal_address: address } = (await findStack(stack.stateDir))!;
  const connection = await Connection.connect({ address });
  const { workflow, workflowService } = new Client({ connection });
  const histories: Buffer[] = [];
  for await (const { workflowId, runId } of workflow.list({ query: `WorkflowId STARTS_WITH '${prefix}'` })) {
    const raw = await workflowService.getWorkflowExecutionHistory({
      namespace: 'default',
      execution: { workflowId, runId },
    });
    const texts = JSON.stringify(raw, (_, value) =>
      value instanceof Uint8Array || value?.type === 'Buffer'
        ? Buffer.from(value.data ?? value).toString('utf8')
        : value,
    );
    histories.push(Buffer.from(texts));
  }
  await connection.close();
  return histories;
}

it('a session of more than 20 MB is refused, with what to do', async () => {
  const storage_state = stateWith(16_500_000);
  const refused = stack.auth.profiles.import({ name: 'huge', domain: 'example.com', storage_state });
  await expect(refused).rejects.toMatchObject({ code: 'session_too_large', next: expect.stringMatching(/one site/) });
});
