import { Client } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import { AgentAuthError, type CallErrorCode } from '../contract/errors.js';

/** gRPC status codes, see the gRPC specification's statuscodes.md. */
const NOT_FOUND = 5;
const PERMISSION_DENIED = 7;
const UNAUTHENTICATED = 16;

const CODES: Readonly<Record<number, CallErrorCode>> = {
  [NOT_FOUND]: 'namespace_not_found',
  [PERMISSION_DENIED]: 'temporal_forbidden',
  [UNAUTHENTICATED]: 'temporal_forbidden',
};

/** The native client reports a refused first call as text only, without the status code. */
const REFUSED = /not have permission|valid authentication/i;

const codeOf = (error: unknown): CallErrorCode => {
  if (error instanceof Error && REFUSED.test(error.message)) return 'temporal_forbidden';
  const code = typeof error === 'object' && error !== null && 'code' in error ? Number(error.code) : -1;
  return CODES[code] ?? 'temporal_unavailable';
};

export interface Connected {
  readonly connection: NativeConnection;
  readonly client: Client;
  readonly namespace: string;
}

/**
 * Connects to the Temporal that the environment names (`TEMPORAL_*` variables, profiles), and checks that the namespace exists and may
 * be used.
 * @throws AgentAuthError `temporal_unavailable`, `temporal_forbidden`, `namespace_not_found`
 */
export async function connect(): Promise<Connected> {
  const config = loadClientConnectConfig();
  const namespace = config.namespace ?? 'default';
  let connection: NativeConnection | null = null;
  try {
    connection = await NativeConnection.connect(config.connectionOptions);
    await connection.workflowService.describeNamespace({ namespace });
  } catch (error) {
    await connection?.close();
    throw new AgentAuthError(codeOf(error), { address: config.connectionOptions.address, namespace });
  }
  return { connection, client: new Client({ connection, namespace }), namespace };
}
