import type { Connected } from '../connect.js';
import type { Deployment } from '../deployment.js';
import type { Log } from '../log.js';

const WITHIN_MS = 5_000;

async function hasCurrent({ client, namespace }: Connected, { deploymentName }: Deployment): Promise<boolean> {
  const { workerDeploymentInfo } = await client.withDeadline(Date.now() + WITHIN_MS, () =>
    client.workflowService.describeWorkerDeployment({ namespace, deploymentName }),
  );
  return Boolean(workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId);
}

/** Warns if no build of a deployment is current: until one is, nobody is served. */
export async function warnWithoutCurrentBuild(connected: Connected, deployment: Deployment, log: Log): Promise<void> {
  // A deployment that nobody has heard of has no build either.
  if (await hasCurrent(connected, deployment).catch(() => false)) return;
  log.warn(
    { deployment: deployment.deploymentName, build_id: deployment.buildId },
    'no build of this deployment is current: set one with `temporal worker deployment set-current-version`',
  );
}
