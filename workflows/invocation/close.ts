import type { InvocationClosed } from '../../contract/invocation/invocation.js';
import type { ClosedInvocation, LoginRef } from '../../contract/steps.js';
import { vault } from '../vault.js';
import { type Flow, givenToSave } from './flow/index.js';

/** Ends a login in the vault, which saves what people gave where it succeeded. */
export function closeInvocation(ref: LoginRef, flow: Flow): Promise<ClosedInvocation> {
  const { status, code } = flow.end!;
  const { save_credential_as, error_details, stopped } = flow.state;
  return vault.closeInvocation({
    ...ref,
    status,
    error_code: code,
    save_credential_as,
    error_details,
    stopped,
    given: status === 'SUCCESS' ? givenToSave(flow) : {},
  });
}

/** What the agent is told of the end. */
export function report({ end, state }: Flow, credential_name: string | null): InvocationClosed {
  const { invocation_id, session_expires_at, post_login_url } = state;
  const { status, code } = end!;
  return { invocation_id, status, error_code: code, credential_name, session_expires_at, post_login_url };
}
