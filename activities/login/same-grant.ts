import type { Grant } from '../vault/types.js';

/** What of a grant says where something may be typed and as whom. Values that changed meanwhile are read when they are typed. */
function rightsOf({ credential, single_visit: _, session: __, ...grant }: Grant): string {
  const of = credential && { id: credential.id, domain: credential.domain, sso_provider: credential.sso_provider };
  return JSON.stringify({ ...grant, credential: of });
}

/** Whether two grants allow the same. */
export const sameGrant = (one: Grant, other: Grant): boolean => rightsOf(one) === rightsOf(other);
