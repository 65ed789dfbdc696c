import { z } from 'zod';
import { hasPublicSuffix } from '../../../contract/address/site.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';

const PRIVATE_ADDRESS = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|127\.|\[::1\]$|\[f[cd])/;

const isPrivate = (hostname: string): boolean => PRIVATE_ADDRESS.test(hostname) || !isPublic(hostname);
const isPublic = (hostname: string): boolean => /^[\d.]+$|^\[/.test(hostname) || hasPublicSuffix(hostname);

/**
 * The address of a provider's server: https, or http to a host of the own network, where providers such as Connect run without TLS.
 * Ends in a slash, so that paths can be put behind it.
 */
export const serverAddress = z
  .string()
  .max(2048)
  .transform((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    const fits =
      url !== null &&
      url.username === '' &&
      url.password === '' &&
      url.search === '' &&
      url.hash === '' &&
      (url.protocol === 'https:' || (url.protocol === 'http:' && isPrivate(url.hostname)));
    if (!fits) {
      context.addIssue({ code: 'custom', params: { code: 'invalid_url' } });
      return z.NEVER;
    }
    if (!url.pathname.endsWith('/')) url.pathname += '/';
    return url.href;
  });

/** Name of a file in the folder of the worker: no path leads out of it. */
export const fileName = z.string().regex(/^(?!\.)[A-Za-z0-9._-]{1,100}$/);

/** Parts of a path on a server, such as a mount; none that leads upwards. */
export const pathName = z
  .string()
  .regex(/^[A-Za-z0-9_-][A-Za-z0-9_./-]{0,200}$/)
  .refine((text) => !text.includes('..'))
  .transform((text) => text.replace(/\/$/, ''));

/**
 * A token that is sent in a header: what no header can hold is no token, and would be quoted by the error of the request.
 * @throws AgentAuthError `invalid_input`
 */
export function checkHeaderToken(token: string): void {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new AgentAuthError('invalid_input', { fields: ['token'] });
}
