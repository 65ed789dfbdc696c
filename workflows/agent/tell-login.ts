import { getExternalWorkflowHandle } from '@temporalio/workflow';
import { invocation } from '../../contract/messages.js';

/** Signals to the login in progress. One that has ended needs to hear nothing. */
const quietly = (sent: Promise<void>): Promise<void> => sent.catch(() => undefined);

/** Somebody joins: the hash of the one-time code of their link. */
export const tellHandoff = (id: string, hash: string): Promise<void> =>
  quietly(getExternalWorkflowHandle(id).signal(invocation.addHandoff, hash));

/** What is stored for it has changed. */
export const tellVaultChanged = (id: string): Promise<void> =>
  quietly(getExternalWorkflowHandle(id).signal(invocation.vaultChanged));

export const tellCancel = (id: string): Promise<void> =>
  quietly(getExternalWorkflowHandle(id).signal(invocation.cancel));
