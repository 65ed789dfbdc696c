/** What users may write, held by compiling: nothing here is run. */
import {
  AgentAuth,
  AgentAuthError,
  type AgentCreate,
  type Credential,
  type Credentials,
  type EnsureError,
  type ErrorCode,
  type InvocationAnswer,
  type Invocations,
  type ListOf,
  type SubmitError,
} from '../../client/index.js';

/** Compiles where both are the same type. */
const same = <A, B>(
  ..._: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? [] : ['differs']
): void => {};

export async function errors(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
  } catch (error) {
    if (error instanceof AgentAuthError) {
      same<typeof error.code, ErrorCode>();
      same<typeof error, AgentAuthError>();
      // @ts-expect-error there is no such code
      if (error.code === 'no_such_code') return '';
      return error.next;
    }
  }
  return '';
}

/** Each code of a method, and no other. */
export function narrowed(error: SubmitError): string {
  switch (error.code) {
    case 'unknown_field':
      same<typeof error, AgentAuthError<'unknown_field'>>();
      return String(error.details.pending);
    // @ts-expect-error creating an agent can end so, an answer can't
    case 'domain_mismatch':
      return '';
    default:
      return error.message;
  }
}

export const isFor = (error: EnsureError): boolean => error.code === 'needs_human' || error.code === 'captcha_blocked';

export const thrown: AgentAuthError = new AgentAuthError('needs_human', { invocation_id: 'inv_' });
same<typeof thrown.code, ErrorCode>();
// @ts-expect-error there is no such code
export const unknown = new AgentAuthError('no_such_code');

export async function verbs(auth: AgentAuth): Promise<void> {
  // Each verb can be handed on by itself.
  const { retrieve }: Credentials = auth.credentials;
  const found: Credential[] = await Promise.all(['a', 'b'].map(retrieve));
  const page: ListOf<Credential> = await auth.credentials.list({ limit: found.length });
  for await (const { name } of auth.credentials.list()) page.items.some((item) => item.name === name);
  const invocations: Invocations = auth.agents.auth.invocations;
  same<Awaited<ReturnType<typeof invocations.submit>>, { readonly accepted: true }>();
  // @ts-expect-error a profile is needed
  await auth.agents.auth.create({ domain: 'example.com' });
  // @ts-expect-error one kind of answer, not a text
  await invocations.submit('inv_', 'password');
  // @ts-expect-error the connection is made by `connect`
  new AgentAuth();
}

export const answers: readonly InvocationAnswer[] = [
  { field_values: { password: 'x' } },
  { question: 1, kid: 'k', sealed_values: { password: 'x' } },
  { sso_button: 'google' },
  { selected_mfa_type: 'totp' },
  { sign_in_option_id: 'o' },
];

export const agent: AgentCreate = { domain: 'example.com', profile_name: 'work', login_url: null };
