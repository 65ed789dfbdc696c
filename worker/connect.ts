import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { AgentAuthError, type CallErrorCode } from '../contract/errors/errors.js';
import { checkNamespace } from './start-checks/namespace.js';
import { readTemporal, type TemporalTarget } from './temporal-environment.js';

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

/** What it means that Temporal does not do what it was asked for. */
export const codeOf = (error: unknown): CallErrorCode => {
  if (error instanceof Error && REFUSED.test(error.message)) return 'temporal_forbidden';
  const code = typeof error === 'object' && error !== null && 'code' in error ? Number(error.code) : -1;
  return CODES[code] ?? 'temporal_unavailable';
};

export interface Connected {
  readonly connection: NativeConnection;
  readonly client: Client;
  readonly namespace: string;
  /** Whether ended workflows are deleted within a day. */
  readonly isRetentionShort: boolean;
}

/** Whoever reads it is starting the stack already. */
const LOOK_THERE =
  'Check that a Temporal server runs at that address and can be reached from here, and that TLS is set as it expects (TEMPORAL_TLS_*).';

/**
 * Connects to a Temporal, and checks that the namespace exists and may be used.
 * @param target what the environment names (`TEMPORAL_*` variables, profiles)
 * @throws AgentAuthError `temporal_unavailable`, `temporal_forbidden`, `namespace_not_found`, `invalid_input`
 */
export async function connect(target: TemporalTarget = readTemporal(process.env)): Promise<Connected> {
  const namespace = target.namespace ?? 'default';
  let connection: NativeConnection | null = null;
  try {
    connection = await NativeConnection.connect(target.connectionOptions);
    const { isRetentionShort } = await checkNamespace(connection.workflowService, namespace);
    return { connection, client: new Client({ connection, namespace }), namespace, isRetentionShort };
  } catch (error) {
    await connection?.close();
    const code = error instanceof AgentAuthError ? error.code : codeOf(error);
    const where = { address: target.connectionOptions.address, namespace };
    throw new AgentAuthError(code, code === 'temporal_unavailable' ? { ...where, advice: LOOK_THERE } : where);
  }
}
