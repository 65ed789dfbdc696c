import { setWorkflowOptions, workflowInfo } from '@temporalio/workflow';
import type { InvocationInput, InvocationState } from '../../contract/invocation/invocation.js';
import { handedOver } from '../handed-over.js';
import { beginPatched } from '../patched.js';
import { Invocation, type InvocationResume } from './invocation.js';

/** One login, from the first page to a session that is proven and saved, with as many questions to people as it takes. */
export async function authInvocation(
  input: InvocationInput,
  resume: InvocationResume | null = null,
): Promise<InvocationState> {
  beginPatched();
  const login = new Invocation(input, handedOver(resume));
  login.listen();
  const end = await login.run();
  return end === 'continue' ? login.continueAsNew() : login.close();
}
/** Where Worker Versioning is on, a login ends on the version that it began on. Where it is off, Temporal refuses a worker that says so. */
setWorkflowOptions(
  () => (workflowInfo().currentDeploymentVersion?.deploymentName ? { versioningBehavior: 'PINNED' } : {}),
  authInvocation,
);
