/** What a browser keeps that is no session, nor leads to one: the answer to a banner, a language, what a firewall has let pass. */
import type { StorageState } from '../../contract/index.js';
import { isInfrastructure } from './infrastructure.js';

/** Names of what holds a session, or leads to one. */
const SESSION = /sess|sid$|^sid|token|auth|jwt|login|user|account|remember|identity|ticket|csrf|xsrf|connect\.|secret/i;
/** A long mixture of letters and digits is made to be told from all others: an id, not an answer to a banner. */
const ID = /(?=.*\d)(?=.*[a-z])^[\w.+/=%-]{20,}$/i;

export const isNeutral = (name: string, value: string): boolean => !SESSION.test(name) && !ID.test(value);

export const isNeutralCookie = ({
  name,
  value,
  httpOnly,
}: Pick<StorageState['cookies'][number], 'name' | 'value' | 'httpOnly'>): boolean =>
  isInfrastructure(name) || (!httpOnly && isNeutral(name, value));
