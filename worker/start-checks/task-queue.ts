import { calculateJwkThumbprint, decodeProtectedHeader } from 'jose';
import type { Vault } from '../../activities/vault/types.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { mainQueue } from '../../contract/names.js';
import type { Connected } from '../connect.js';
import { pollersOf } from './pollers.js';

/** A poll is held for a minute: whoever lives has polled again since then. */
const ALIVE_MS = 75_000;

/** What a worker calls itself. With it goes what tells its vault from others: part of the identity that access keys name. */
const NAME = /^agent-auth-[0-9a-f]{12}@([\w-]{16})$/;

export const nameOfWorker = (workerId: string, vaultId: string): string => `agent-auth-${workerId}@${vaultId}`;

/** What tells a vault from others. */
export async function idOfVault(vault: Pick<Vault, 'publishVaultKey'>): Promise<string> {
  const { jwk } = decodeProtectedHeader(await vault.publishVaultKey());
  return (await calculateJwkThumbprint(jwk!)).slice(0, 16);
}

/** Whether workers of another vault serve the task queue: what one of them stores, the others would not know. */
export async function isShared({ client, namespace }: Connected, taskQueue: string, vaultId: string): Promise<boolean> {
  const pollers = await pollersOf(client, { namespace, name: mainQueue(taskQueue), kind: 'workflows' });
  return pollers.some(({ identity, at }) => {
    const other = NAME.exec(identity)?.[1];
    return other !== undefined && other !== vaultId && Date.now() - at < ALIVE_MS;
  });
}

/** @throws AgentAuthError `task_queue_taken` */
export async function checkTaskQueue(connected: Connected, taskQueue: string, vaultId: string): Promise<void> {
  if (await isShared(connected, taskQueue, vaultId)) {
    throw new AgentAuthError('task_queue_taken', { task_queue: taskQueue, namespace: connected.namespace });
  }
}
