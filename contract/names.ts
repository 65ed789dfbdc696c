/** Names that both sides of Temporal must agree on. See docs/contract.md. */

/** Workflow types. */
export const WORKFLOWS = {
  authInvocation: 'authInvocation',
  authAgent: 'authAgent',
  vaultCall: 'vaultCall',
  ensureSession: 'ensureSession',
  checkSession: 'checkSession',
} as const;

/** Prefix of all task queues unless configured otherwise. */
export const DEFAULT_TASK_QUEUE = 'agent-auth';

/** Workflows and vault calls. */
export const mainQueue = (prefix: string): string => prefix;
/** Opens pages; has as many slots as pages are free. */
export const browsersQueue = (prefix: string): string => `${prefix}-browsers`;
/** The pages of one worker. */
export const pagesQueue = (prefix: string, workerId: string): string => `${prefix}-pages-${workerId}`;

/** Names of profiles and credentials: none that a path (`.`, `..`) or a JavaScript object (`__proto__`) takes for something else. */
export const NAME_PATTERN = /^(?!(?:\.{1,2}|__proto__|constructor|prototype)$)[A-Za-z0-9._-]{1,255}$/;

/** Names of stored values, which are names of fields, in any script (and in Unicode NFC). */
export const VALUE_KEY_PATTERN = /^(?!(?:__proto__|constructor|prototype)$)[\p{Ll}\p{Lm}\p{Lo}\p{M}\p{N}_]{1,64}$/u;

/** Accents. In other scripts than these, marks tell words apart: vowels, tones, letters of their own. */
const ACCENTS = /(?<=[\p{Script=Latin}\p{Script=Greek}]\p{M}*)\p{M}/gu;
const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ð: 'd',
  þ: 'th',
};

/** Two characters of Chinese with a space between them, as some libraries write a word. */
const SPACED = /^\s*(\p{Script=Han})\s+(\p{Script=Han})\s*$/u;

/** The name of the value for a field with this label: `Company ID` is `company_id`. Null for a label that no name can be made of. */
export function valueKeyOf(label: string): string | null {
  const key = label
    .replaceAll(FULL_WIDTH, (character) => character.normalize('NFKC'))
    .normalize('NFD')
    .replaceAll(ACCENTS, '')
    .toLowerCase()
    .replaceAll(/[ßøłđæœıðþ]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFC')
    .replace(SPACED, '$1$2')
    // A letter by its class, and an apostrophe to those who type it.
    .replaceAll('ʼ', "'")
    .replaceAll(/[^\p{Ll}\p{Lm}\p{Lo}\p{M}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 64)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/_+$/, '');
  return VALUE_KEY_PATTERN.test(key) ? key : null;
}

/** SHA-256, hex, of the code of a link. */
export const LINK_HASH_PATTERN = /^[0-9a-f]{64}$/;

/** Ids are workflow ids and appear in URLs: unreserved characters, and those that a port or an IPv6 address needs. */
export const INVOCATION_ID_PATTERN = /^inv_[A-Za-z0-9_-]{16,64}$/;
export const AGENT_ID_PATTERN = /^agent_[a-z0-9.:[\]~-]{1,259}_[A-Za-z0-9._-]{1,255}$/;

/**
 * Id of the agent of a (domain, profile), unique for each pair: underscores of the domain become `~`, which no host contains, so that the
 * profile begins behind the second underscore of the id.
 * @param domain normalised host, see `parseDomain`
 */
export const agentId = (domain: string, profileName: string): string =>
  `agent_${domain.replaceAll('_', '~')}_${profileName}`;
