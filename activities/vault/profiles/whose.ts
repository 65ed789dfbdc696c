/** Whose a session is: what is kept of the account that made it, and when that is another one. Pure rules. */
import { mayName } from '../../../contract/invocation/value-kinds.js';

/** Fingerprints of names, by the key of the value or the field. */
export type Names = Readonly<Record<string, string>>;

/** Who an agent logs in as. */
export interface Account {
  /** Id of the credential; null where people type everything. */
  readonly credential: string | null;
  readonly names: Names;
}

/** Who made a session. */
export interface Maker extends Account {
  /** Names that a person typed in its login. */
  readonly typed: Names;
  /** How the site called who had just typed a secret. Text of the site. */
  readonly labels: readonly string[];
}

const words = (...all: string[]): ReadonlySet<string> => new Set(all);
/** Words of keys whose values name one account of a site. */
const NAMING = words(
  ...['email', 'mail', 'user', 'username', 'userid', 'login', 'account', 'identifier', 'customer', 'member', 'client'],
  ...['phone', 'mobile', 'tel', 'telephone'],
);
/** Words of keys whose values many accounts share: the same one proves nothing, another one is another account. */
const SHARED = words(
  ...['company', 'organisation', 'organization', 'org', 'tenant', 'workspace', 'domain', 'branch', 'business'],
);
/** What is asked about a person says nothing of the account. */
const PERSONAL = words(
  ...['date', 'birth', 'birthday', 'birthdate', 'bday', 'dob', 'dateofbirth', 'country', 'region'],
  ...['first', 'last', 'middle', 'given', 'family', 'full', 'year', 'month', 'day'],
);

type Kind = 'naming' | 'shared' | 'personal';

function kindOf(key: string): Kind {
  const parts = key.split(/[^a-z]+/);
  if (parts.some((word) => NAMING.has(word))) return 'naming';
  if (parts.some((word) => SHARED.has(word))) return 'shared';
  return parts.some((word) => PERSONAL.has(word)) ? 'personal' : 'naming';
}

/** The key under which a stored value says who somebody is; null for one that doesn't. */
export const keyOfName = (key: string): string | null => (mayName(key) ? keyOfTyped(key) : null);

/** The same for a field that the page itself takes for one of an identifier, whatever it is called. */
export function keyOfTyped(field: string): string | null {
  const key = field.toLowerCase();
  return kindOf(key) === 'personal' ? null : key;
}

/** Sites take these for the same: case, outer spaces, and how a number is set. */
export function plainName(name: string): string {
  const plain = name.normalize('NFC').trim().toLowerCase();
  return /^\+?[\d\s().-]{5,}$/.test(plain) ? plain.replaceAll(/\D/g, '') : plain;
}

const naming = (names: Names): string[] =>
  Object.entries(names).flatMap(([key, name]) => (kindOf(key) === 'naming' ? [name] : []));

const isEqual = (one: Names, other: Names): boolean =>
  Object.keys(one).length === Object.keys(other).length && Object.keys(one).every((key) => one[key] === other[key]);

/** The credential as it was, whatever a person typed beside it. */
const isAsItWas = (account: Account, made: Account): boolean =>
  made.credential === account.credential && isEqual(made.names, account.names);

/**
 * Whether a session is another account's. One that nobody has claimed is not, and an agent without a credential claims none.
 * @param made null or undefined: imported, or from before this was kept
 */
export function isOthers(account: Account, made: Maker | null | undefined): boolean {
  if (!made || account.credential === null || isAsItWas(account, made)) return false;
  const said: Names = { ...made.names, ...made.typed };
  const differs = ([key, name]: [string, string]): boolean => Object.hasOwn(said, key) && said[key] !== name;
  if (Object.entries(account.names).some(differs)) return true;
  const [own, theirs] = [naming(account.names), naming(said)];
  if (own.length > 0 && theirs.length > 0) return !own.some((name) => theirs.includes(name));
  return made.credential !== null && made.credential !== account.credential;
}

/** Whether two sessions were made as different accounts, as far as both say. */
export function isOtherMaker(one: Maker | null | undefined, other: Maker | null | undefined): boolean {
  if (!one || !other) return false;
  const said = ({ credential, names, typed }: Maker): Account => ({
    credential: credential ?? '',
    names: { ...names, ...typed },
  });
  return isOthers(said(one), other) || isOthers(said(other), one);
}

/** An account as the maker of what it has. */
export const makerOf = (account: Account): Maker => ({ ...account, typed: {}, labels: [] });

/** What a login that saves knows of whose the session is. */
export interface LoginAccount {
  readonly account: Account;
  readonly typed: Names;
  /** Null: no secret was typed, or the site shows nothing. */
  readonly labels: readonly string[] | null;
}

/** Who has made a session that a login saves. One that was there already stays that of who made it. */
export function madeIn({ account, typed, labels }: LoginAccount, before: Maker | null | undefined): Maker | null {
  const isTyped = Object.keys(typed).length > 0;
  if (account.credential === null && !isTyped) return before ? { ...before, labels: labels ?? before.labels } : null;
  const stays = before && !isTyped && isAsItWas(account, before);
  return { ...account, typed: stays ? before.typed : typed, labels: labels ?? before?.labels ?? [] };
}
