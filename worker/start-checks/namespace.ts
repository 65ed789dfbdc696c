import type { Client } from '@temporalio/client';
import { AgentAuthError } from '../../contract/errors/errors.js';

/** `temporal.api.enums.v1.NamespaceState` of one that is being deleted. */
const DELETED = 3;
const DAY_SECONDS = 86_400;

/**
 * Checks that the namespace is there and may be used.
 *
 * Its retention is no reason to refuse it: it concerns workflows that have ended, and a login that waits is one that has not. What
 * has to outlast the retention is in the vault.
 * @returns whether the retention is so short that timelines of logins are gone before anybody looks
 * @throws AgentAuthError `namespace_not_found`, and what Temporal answers
 */
export async function checkNamespace(
  service: Client['workflowService'],
  namespace: string,
): Promise<{ readonly isRetentionShort: boolean }> {
  const { namespaceInfo, config } = await service.describeNamespace({ namespace });
  if (namespaceInfo?.state === DELETED) throw new AgentAuthError('namespace_not_found', { namespace });
  const seconds = config?.workflowExecutionRetentionTtl?.seconds;
  return { isRetentionShort: seconds != null && Number(seconds) < DAY_SECONDS };
}
