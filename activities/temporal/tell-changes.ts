import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { agent } from '../../contract/messages.js';
import type { Vault } from '../vault/types.js';

type Changes = Pick<Vault, 'changedAgents' | 'forgetChange'>;

/** Tells each agent that has yet to hear of a change to ask the vault. One that does not run needs to hear nothing. */
export const tellChanges = (client: Client, vault: Changes) => async (): Promise<void> => {
  const agents = await vault.changedAgents();
  await Promise.all(
    agents.map(async (id) => {
      try {
        await client.workflow.getHandle(id).signal(agent.vaultChanged);
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) await vault.forgetChange(id);
      }
    }),
  );
};
