import type { ListOf, Paging } from '../paging.js';
import type { InvocationStatus } from './invocation.js';
import type { CheckedLink, InvocationPicture, InvocationRecord, LinkHash } from './invocation-record.js';
import type { InvocationTrace } from './trace.js';

/** Operations of the vault, as `VaultOperations`. */
export interface InvocationOperations {
  /** answer */
  'invocations.retrieve': [{ readonly invocation_id: string }, InvocationRecord];
  /** answer */
  'invocations.list': [
    { readonly auth_agent_id?: string; readonly status?: InvocationStatus } & Paging,
    ListOf<InvocationRecord>,
  ];
  /**
   * answer or orchestrate; answers `lasting` where the link lives as long as the login waits; lets the code of a link entitle to answers, until the invocation ends. With `auth_agent_id` it has to be that
   * agent's: who joins a login has its id from a workflow only.
   */
  'invocations.link': [LinkHash & { readonly auth_agent_id?: string }, { readonly lasting: true } | null];
  /** any; whether a link's code entitles to answers */
  'invocations.checkLink': [LinkHash, CheckedLink];
  /** any; opens a link that lives as long as its login waits, for one browser: SHA-256, hex, of what that one keeps */
  'invocations.openLink': [LinkHash & { readonly browser_hash: string }, null];
  /** any; has another link sent, the way that this one came, because another browser has it */
  'invocations.resendLink': [LinkHash, { readonly sent: boolean }];
  /** answer or orchestrate; what opens the texts of a site that a login's state carries (see shown.ts). 32 bytes, base64url */
  'invocations.viewKey': [{ readonly invocation_id: string }, { readonly view_key: string }];
  /** admin; the last picture of a failed page, where the worker takes any; null where there is none, or when it is older than 7 days */
  'invocations.picture': [{ readonly invocation_id: string }, InvocationPicture | null];
  /** answer; which rules of the login engine decided what, never a value */
  'invocations.trace': [{ readonly invocation_id: string }, InvocationTrace];
}
