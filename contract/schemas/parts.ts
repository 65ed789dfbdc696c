/** Parts that the parameters of several operations share. */
import { z } from 'zod';
import { parseDomain, parseSite, parseUrl } from '../address/domain.js';
import { AgentAuthError, type ErrorCode } from '../errors/errors.js';
import { MAX_LIMIT_SECONDS } from '../invocation/invocation.js';
import { NAME_PATTERN, VALUE_KEY_PATTERN } from '../names.js';
import { isTypable } from '../typable.js';

const MAX_TEXT_LENGTH = 2048;
const MAX_ID_LENGTH = 600;
const MAX_VALUE_LENGTH = 4096;
const MAX_DOMAINS = 50;

/** How many values one credential may hold. */
export const MAX_VALUES = 50;

/** A schema of a text that is parsed by a function which throws one of our errors. */
const readBy = <T>(read: (text: string) => T) =>
  z
    .string()
    .max(MAX_TEXT_LENGTH)
    .transform((text, context) => {
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
/** Id or name of a record in the vault. */
export const idOrName = name;
/** Long enough for every id. No store knows one with a character of another kind, and Postgres refuses to look for it. */
export const id = z
  .string()
  .min(1)
  .max(MAX_ID_LENGTH)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'is no id: it has a control character');

export const domain = readBy(parseDomain);
export const domains = z.array(domain).max(MAX_DOMAINS);
/** A domain, or the whole address of a login page. */
export const site = readBy(parseSite);
export const url = readBy((text) => parseUrl(text).href);

/** The same, where an empty text says none, as in Kernel's API. */
export const urlOrNone = readBy((text) => (text === '' ? null : parseUrl(text).href));

/** Seconds, up to 30 days. */
export const seconds = z.int().positive().max(MAX_LIMIT_SECONDS);

export const valueKey = z
  .string()
  .regex(VALUE_KEY_PATTERN, 'must be 1 to 64 lower-case letters of any script, digits or underscores')
  .refine((key) => key === key.normalize('NFC'), 'must be in Unicode NFC');
const value = z
  .string()
  .min(1)
  .max(MAX_VALUE_LENGTH)
  .refine(isTypable, { params: { code: 'untypable_value' satisfies ErrorCode } });
/** Values by the name of their field. */
export const values = z
  .record(valueKey, value)
  .refine((record) => Object.keys(record).length <= MAX_VALUES, { error: `must have at most ${MAX_VALUES} values` });
/** Base32 or an otpauth address; the vault parses it. */
export const totpSecret = z.string().max(MAX_TEXT_LENGTH);
/** In upper or lower case, as Kernel's API takes it. */
export const ssoProvider = z
  .string()
  .regex(/^[a-z0-9_-]{1,64}$/i, 'must be the short name of a provider, such as google or okta')
  .transform((provider) => provider.toLowerCase());

export const paging = z.strictObject({
  limit: z.int().min(1).max(100).optional(),
  offset: z.int().min(0).max(1_000_000_000).optional(),
});
