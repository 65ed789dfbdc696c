/** The question whether a site's own script may send a secret to a sign-in service of another owner. */
import services from './sign-in-services.json' with { type: 'json' };

/**
 * Hosts of services that check passwords for the sites of their customers, one host for all of them. A host of a single customer does not belong here: who owns it can read
 * what is sent there. The list only lets a person be asked; it opens nothing.
 */
const SERVICES: readonly string[] = services;

/** Whether a person may be asked about a host (with its port where it has one). */
export const isSignInService = (host: string): boolean => SERVICES.includes(host);

const ALLOW = 'send-to:';
const DENY = 'keep-from:';

/** Ids of the two answers, as `sign_in_options` have them. They name the host, so that an answer counts for no other. */
export const sendToIds = (host: string) => ({ allow: ALLOW + host, deny: DENY + host }) as const;

/** What an id of a `sign_in_option` answers; null where it answers another question. */
export function sendToAnswer(id: string): { readonly host: string; readonly allows: boolean } | null {
  const prefix = [ALLOW, DENY].find((one) => id.startsWith(one));
  const host = prefix === undefined ? '' : id.slice(prefix.length);
  return isSignInService(host) ? { host, allows: prefix === ALLOW } : null;
}
