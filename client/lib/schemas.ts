/** Shapes of what callers give. The vault checks again; these answer sooner and without a trip. */
import { z } from 'zod';
import { parseDomain, parseSite, parseUrl, withoutWww } from '../../contract/domain.js';
import { AgentAuthError, type ErrorCode } from '../../contract/errors.js';
import { NAME_PATTERN } from '../../contract/names.js';

/** Reads a text by a function that throws one of our errors. */
const readBy = <T>(read: (text: string) => T) =>
  z.string().transform((text, context) => {
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof AgentAuthError)) throw error;
      context.addIssue({ code: 'custom', params: { code: error.code } });
      return z.NEVER;
    }
  });

const matching = (pattern: RegExp, code: ErrorCode) =>
  z.string().refine((text) => pattern.test(text), { params: { code } });

export const name = matching(NAME_PATTERN, 'invalid_name');
export const domain = readBy((text) => withoutWww(parseDomain(text)));
/** A domain, or the whole address of a login page. */
export const site = readBy(parseSite);
export const domains = z.array(domain).max(50);
export const url = readBy((text) => parseUrl(text).href);

/** Seconds, up to 30 days. */
export const seconds = z
  .int()
  .positive()
  .max(30 * 24 * 3600);

export const paging = z.strictObject({
  limit: z.int().min(1).max(100).optional(),
  offset: z.int().min(0).optional(),
});

/** Values by the name of their field. */
export const values = z.record(z.string().regex(/^[a-z0-9_]{1,64}$/), z.string().min(1).max(4096));
export const totpSecret = z.string().max(2048);
export const ssoProvider = z.string().min(1).max(64);

/** Id or name of something in the vault. */
export const idOrName = name;
