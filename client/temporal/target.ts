import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { namesTemporal, type StackFile } from '../../contract/machine/stack-file.js';
import { closeSafely } from '../close-safely.js';
import { explain } from './explain.js';

const CONNECT_MS = 5_000;

/** Where Temporal is. */
export interface Target {
  readonly namespace: string | undefined;
  readonly connection: ConnectionOptions;
}

/** What `TEMPORAL_*` variables or a profile of Temporal's configuration file name; null when they name no server. */
function fromEnvironment(): Target | null {
  if (!namesTemporal()) return null;
  try {
    const { namespace, connectionOptions } = loadClientConnectConfig();
    const { address, apiKey, tls, metadata } = connectionOptions;
    return { namespace, connection: { address, apiKey, tls, metadata: metadata as ConnectionOptions['metadata'] } };
  } catch {
    // The text of the error quotes the file, in which an API key can stand.
    throw new AgentAuthError('invalid_input', {
      variables: ['TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'],
      problems: ['the configuration file of Temporal, or the profile in it, cannot be read'],
    });
  }
}

/**
 * An address that the caller gave, else the environment's, else the running stack's.
 * @throws AgentAuthError `no_stack`
 */
export function chooseTarget(given: { address?: string; namespace?: string }, stack: StackFile | null): Target {
  const fromStack = stack && { namespace: stack.namespace, connection: { address: stack.temporal_address } };
  const target = given.address
    ? { namespace: undefined, connection: { address: given.address } }
    : (fromEnvironment() ?? fromStack);
  if (!target) throw new AgentAuthError('no_stack');
  return given.namespace ? { ...target, namespace: given.namespace } : target;
}

/** @throws AgentAuthError `temporal_unavailable`, `temporal_forbidden` */
export async function connectTo({ namespace, connection }: Target): Promise<Client> {
  const lazy = Connection.lazy({ ...connection, connectTimeout: CONNECT_MS, interceptors: closeSafely });
  const client = new Client({ connection: lazy, namespace });
  try {
    await lazy.ensureConnected();
    return client;
  } catch (error) {
    const { code, details } = await explain(error, client, 'internal_error');
    await lazy.close();
    // Whatever keeps a connection from coming about (a name that does not resolve, a TLS mismatch), no server answers.
    const what = code === 'internal_error' ? 'temporal_unavailable' : code;
    throw new AgentAuthError(what, { ...details, ...(connection.address && { address: connection.address }) });
  }
}
