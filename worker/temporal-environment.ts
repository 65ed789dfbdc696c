import { accessSync, constants } from 'node:fs';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { namesTemporal } from '../contract/machine/stack-file.js';
import { type Environment, environmentError, type Fault } from './read-environment.js';

/** Where Temporal is, and how to authenticate. */
export type TemporalTarget = ReturnType<typeof loadClientConnectConfig>;

const FILES = [
  'TEMPORAL_CONFIG_FILE',
  'TEMPORAL_TLS_CLIENT_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_KEY_PATH',
  'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
] as const;

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** A host, with or without a port. */
const ADDRESS = /^[^\s/]+$/;

function faultsOf(env: Environment): Fault[] {
  const faults: Fault[] = FILES.filter((name) => env[name] && !isReadable(env[name])).map((variable) => ({
    variable,
    problem: 'Expected a file that can be read',
  }));
  if (env.TEMPORAL_ADDRESS && !ADDRESS.test(env.TEMPORAL_ADDRESS))
    faults.push({ variable: 'TEMPORAL_ADDRESS', problem: 'Expected host:port' });
  const has = (what: 'CERT' | 'KEY'): boolean =>
    Boolean(env[`TEMPORAL_TLS_CLIENT_${what}_PATH`] || env[`TEMPORAL_TLS_CLIENT_${what}_DATA`]);
  // The SDK would connect without a certificate then.
  if (has('CERT') !== has('KEY'))
    faults.push({
      variable: `TEMPORAL_TLS_CLIENT_${has('CERT') ? 'KEY' : 'CERT'}_PATH`,
      problem: 'Expected certificate and key together',
    });
  return faults;
}

/** Reads `TEMPORAL_*` and profiles as Temporal's own programs do. */
function load(): TemporalTarget {
  try {
    return loadClientConnectConfig();
  } catch {
    // The text of the error quotes the file, in which an API key can stand.
    throw environmentError([{ variable: 'TEMPORAL_PROFILE', problem: 'Expected a profile that is there and correct' }]);
  }
}

/**
 * Where the environment says that Temporal is.
 * @param required whether it has to say so
 * @throws AgentAuthError `invalid_input`, naming the variables
 */
export function readTemporal(env: Environment, required = false): TemporalTarget {
  const faults = faultsOf(env);
  if (required && !namesTemporal(env)) faults.push({ variable: 'TEMPORAL_ADDRESS', problem: 'Expected host:port' });
  if (faults.length > 0) throw environmentError(faults);
  return load();
}
