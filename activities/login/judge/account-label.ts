/** What a page calls who is logged in, compared with who we are. Pure rules: only what can't be ours is somebody else's. */
import type { PageView } from '../page-world/view.js';

/** Whose account a page shows, as far as it says so. */
export type Whose = 'ours' | 'others' | 'unknown';

/** Who we are. */
export interface Own {
  /** Identifiers of the credential, in lower case. */
  readonly names: readonly string[];
  /** How the site called the account when its password had just been typed; see `labelsOf`. */
  readonly learned: readonly string[];
}

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const HIDES = '*∗•●…';
/** An address of which the page hides a part. */
const MASKED = new RegExp(
  `[\\p{L}\\p{N}._+-]*[${HIDES}]{2,}[\\p{L}\\p{N}._+${HIDES}-]*@[\\p{L}\\p{N}${HIDES}.-]+|[\\p{L}\\p{N}._+-]+@[\\p{L}\\p{N}.-]*[${HIDES}]{2,}[\\p{L}\\p{N}.-]*`,
  'gu',
);
/** Addresses that stand for an office: on a page of anybody's they may be those of who runs the site. */
const OFFICE =
  /^(?:info|contact|contacto|kontakt|support|help|helpdesk|hilfe|service|office|admin|administrator|sales|hello|team|mail|no-?reply|webmaster|postmaster|billing|orders?)$/;
/** A part of an address that is too short to be known by. */
const MIN_WORD = 3;
/** Longer ones are sentences. */
const MAX_NAME_WORDS = 4;

export const emailsIn = (text: string): string[] => (text.match(EMAIL) ?? []).map((one) => one.toLowerCase());
const localPart = (address: string): string => address.split('@')[0] ?? address;
const isEmail = (name: string): boolean => name.includes('@');

/** What of a page is learned of an account, and compared later: the addresses, and each label with its place and page. */
export function labelsOf({ url, standing }: PageView): string[] {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  return [
    ...standing.accounts.map((address) => `mail: ${address}`),
    ...standing.labels.map((label) => label.replace(/^(\w+): /, `$1 ${path}: `)),
  ];
}

/** Whose account a page shows. An address is compared with addresses; a name only with the one that stood in its place. */
export function whoseIs(own: Own, view: PageView): Whose {
  const shown = labelsOf(view);
  const answers = [byAddress(own, view.standing.accounts), byMasked(own, shown), byName(own, shown)];
  if (answers.includes('ours')) return 'ours';
  return answers.includes('others') ? 'others' : 'unknown';
}

const learnedEmails = ({ learned }: Own): string[] =>
  learned.flatMap((label) => (label.startsWith('mail: ') ? emailsIn(label) : []));

function byAddress(own: Own, shown: readonly string[]): Whose {
  if (shown.length === 0) return 'unknown';
  const [ours, learned] = [own.names.filter(isEmail), learnedEmails(own)];
  if (shown.some((one) => ours.includes(one) || learned.includes(one))) return 'ours';
  if (learned.length > 0) return 'others';
  const locals = ours.map(localPart);
  const isAnother = (one: string): boolean =>
    // An office has the same name at every firm; a person has several addresses.
    OFFICE.test(localPart(one)) ? locals.some((local) => OFFICE.test(local)) : !locals.includes(localPart(one));
  return ours.length > 0 && shown.every(isAnother) ? 'others' : 'unknown';
}

function byMasked(own: Own, shown: readonly string[]): Whose {
  const masked = shown.flatMap((label) => label.match(MASKED) ?? []);
  const known = [...own.names.filter(isEmail), ...learnedEmails(own)];
  if (masked.length === 0 || known.length === 0) return 'unknown';
  const fits = (mask: string): boolean => {
    const hidden = mask
      .toLowerCase()
      .replaceAll(/[.+]/g, '\\$&')
      .replaceAll(new RegExp(`[${HIDES}]+`, 'g'), '.*');
    return known.some((address) => new RegExp(`^${hidden}$`, 'u').test(address));
  };
  if (masked.some(fits)) return 'ours';
  // If our own login was shown the same, it is no sign of another account.
  return own.learned.some((label) => masked.some((mask) => label.includes(mask))) ? 'unknown' : 'others';
}

const bare = (word: string): string => word.toLowerCase().replaceAll(/^[@#("']+|[).,!'":;]+$/g, '');
const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
/** A label is one statement or more, each behind its place. */
function statements(label: string): string[][] {
  const [place = '', ...rest] = label.split(': ');
  return rest
    .join(': ')
    .split(/ [·|] /)
    .map((text) => [place, ...wordsOf(text)]);
}

/** The words by which we are known: a name as it is, and the parts of an address. */
const ownWords = ({ names }: Own): ReadonlySet<string> =>
  new Set(
    names.flatMap((name) => [
      ...name.split(/\s+/),
      localPart(name),
      ...localPart(name)
        .split(/[._+-]/)
        .filter((part) => part.length >= MIN_WORD && /\p{L}/u.test(part)),
    ]),
  );

/** Whether a page calls who is logged in by what we are known by. */
export function isCalledOurs(own: Own, { standing: { accounts, labels } }: PageView): boolean {
  const ours = ownWords(own);
  const said = labels.flatMap(statements).flatMap(([, ...words]) => words);
  return [...accounts, ...said].some((word) => ours.has(bare(word)));
}

/** Whether a text has anything of what we are known by. */
export function isNamedIn(own: Own, text: string): boolean {
  const said = text.toLowerCase();
  return [...ownWords(own)].some((word) => said.includes(word));
}

/**
 * Where the site called us by a name that is ours, and now calls somebody there by one that has nothing of it. What has no name of ours may be
 * anything, and change with the time of day.
 */
function byName(own: Own, shown: readonly string[]): Whose {
  const ours = ownWords(own);
  const isOurs = (word: string): boolean => ours.has(bare(word));
  const before = own.learned.flatMap(statements).filter((words) => words.slice(1).some(isOurs));
  const now = shown.flatMap(statements);
  const slots = before.map((words) => ({ words, at: words.findIndex((word, at) => at > 0 && isOurs(word)) }));
  const stands = (slot: (typeof slots)[number], words: readonly string[]): boolean =>
    slot.words.slice(0, slot.at).every((word, at) => words[at] === word);
  if (slots.some((slot) => now.some((words) => stands(slot, words) && words.slice(slot.at).some(isOurs))))
    return 'ours';
  const known = new Set(own.learned.flatMap(statements).map((words) => words.join(' ')));
  const isAnother = (slot: (typeof slots)[number]): boolean =>
    now.some(
      (words) =>
        stands(slot, words) &&
        !known.has(words.join(' ')) &&
        isNamedElse(slot.words.slice(slot.at), words.slice(slot.at)),
    );
  return slots.some(isAnother) ? 'others' : 'unknown';
}

/** Whether what stands in the place of our name is a name, and has nothing of it. What follows both is none. */
function isNamedElse(name: readonly string[], other: readonly string[]): boolean {
  let same = 0;
  while (same < Math.min(name.length, other.length) && name.at(-1 - same) === other.at(-1 - same)) same += 1;
  const [one, two] = [name.slice(0, name.length - same), other.slice(0, other.length - same)];
  if (one.length === 0 || two.length === 0 || two.length > MAX_NAME_WORDS) return false;
  if (two.some((word) => one.some((mine) => bare(mine) === bare(word)))) return false;
  return two.every((word) => looksLike(word, one[0] ?? ''));
}

/** A number in the place of a number; a word that begins as names do, or as ours does. */
function looksLike(word: string, ours: string): boolean {
  if (/^\p{N}+$/u.test(bare(word))) return /^\p{N}+$/u.test(bare(ours)) && bare(word).length === bare(ours).length;
  return /^[@#("']*[\p{Lu}\p{Lo}\p{N}]/u.test(word) || !/^[@#("']*[\p{Lu}\p{Lo}]/u.test(ours);
}
