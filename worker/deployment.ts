import { z } from 'zod';
import { type Environment, environmentError, readEnvironment } from './read-environment.js';

/** The version of a worker, for Temporal's Worker Versioning. */
export interface Deployment {
  readonly deploymentName: string;
  readonly buildId: string;
}

// Temporal joins the two with a dot or a colon.
const environment = z.object({
  AGENT_AUTH_DEPLOYMENT: z
    .string()
    .regex(/^[\w-]{1,100}$/, { error: 'Expected up to 100 letters, digits, dashes or underscores' })
    .optional(),
  AGENT_AUTH_BUILD_ID: z
    .string()
    .regex(/^[\w.+-]{1,128}$/, { error: 'Expected up to 128 letters, digits, dots, dashes, underscores or plus signs' })
    .optional(),
});

/**
 * Null where versioning is off.
 * @throws AgentAuthError `invalid_input`, naming the variables
 */
export function readDeployment(env: Environment): Deployment | null {
  const { AGENT_AUTH_DEPLOYMENT: deploymentName, AGENT_AUTH_BUILD_ID: buildId } = readEnvironment(environment, env);
  if (deploymentName !== undefined && buildId !== undefined) return { deploymentName, buildId };
  if (deploymentName === buildId) return null;
  const variable = deploymentName === undefined ? 'AGENT_AUTH_DEPLOYMENT' : 'AGENT_AUTH_BUILD_ID';
  throw environmentError([{ variable, problem: 'Expected deployment and build id together' }]);
}
