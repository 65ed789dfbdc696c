/** What a person is told of a re-login that waits for them: plain text of names that callers gave, and of closed lists. */
import type { AskedField } from '../../../contract/events.js';

export interface Told {
  readonly domain: string;
  readonly profile_name: string;
  readonly credential_name: string | null;
  readonly waits_for: 'input' | 'external_action';
  readonly fields: readonly AskedField[];
  /** Ms since the epoch. */
  readonly until: number | null;
  readonly is_reminder: boolean;
}

const FIELDS: Record<AskedField, string> = {
  email: 'the e-mail address',
  username: 'the user name',
  phone: 'the phone number',
  password: 'the password',
  code: 'a one-time code',
};

const MAX_NAME = 80;
/** What a name could do to a message: break a line, or become a link or a mention in a chat program. */
const UNSAFE = /[^\p{L}\p{N} ._@:/-]/gu;

/** A name that a caller gave, as it may stand in a message. */
const plainName = (name: string): string => name.replace(UNSAFE, ' ').replace(/\s+/g, ' ').trim().slice(0, MAX_NAME);

const listOf = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

function wanted({ waits_for, fields }: Told): string {
  if (waits_for === 'external_action') return 'The site waits until you confirm on another device.';
  const asked = listOf(fields.map((field) => FIELDS[field]));
  return asked === '' ? 'The site asks for something that only you can give.' : `The site asks for ${asked}.`;
}

const account = ({ profile_name, credential_name }: Told): string =>
  `profile ${plainName(profile_name)}${credential_name === null ? '' : `, credential ${plainName(credential_name)}`}`;

/** Which site and account, what is asked, and until when. */
export function textFor(told: Told): string {
  const begin = told.is_reminder ? 'Reminder: the session' : 'The session';
  const until = told.until === null ? '' : ` There is time until ${new Date(told.until).toUTCString()}.`;
  return `${begin} at ${told.domain} (${account(told)}) has ended, and signing in again needs you. ${wanted(told)}${until}`;
}
