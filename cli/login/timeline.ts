/** The story of a login, line by line, as a person likes to read it. Names of fields, never values. */
import type { AgentAuthInvocation, SessionNotice, TimelineEvent } from '../../client/index.js';
import { ERRORS } from '../../contract/errors/errors.js';
import type { Colors } from '../terminal/io.js';

interface Telling {
  readonly mark: string;
  readonly text: string;
  readonly tone: 'calm' | 'good' | 'bad' | 'wait';
}

const list = (names: readonly string[] | undefined, none: string): string => names?.join(', ') || none;

const clock = (iso: string): string => new Date(iso).toLocaleTimeString('en-GB');

/** An address without its scheme: shorter, and what counts. */
const place = (url: string | undefined): string => (url ? url.replace(/^https?:\/\//, '').replace(/\/$/, '') : '');

function filling({ fields = [], url }: TimelineEvent, { submitted_fields }: AgentAuthInvocation): string {
  const source = (name: string): string => {
    if (submitted_fields.includes(name)) return `${name} (given by you)`;
    return name === 'code' ? 'code (generated now)' : `${name} (from the vault)`;
  };
  return `fills ${fields.map(source).join(' and ')}${url ? ` on ${place(url)}` : ''}`;
}

const words = (code: TimelineEvent['code']): string => (code ? `: ${ERRORS[code].message} (${code})` : '');

const NOTICES: Readonly<Record<SessionNotice, string>> = {
  session_device_bound: 'the site wants to tie it to a device',
  session_state_dropped: 'some of what it began with was refused by the browser, and is gone',
};

const ENDS = {
  SUCCESS: { mark: '✔', text: 'SUCCESS', tone: 'good' },
  EXPIRED: { mark: '✖', text: 'EXPIRED', tone: 'bad' },
  CANCELED: { mark: '✖', text: 'CANCELED', tone: 'bad' },
  FAILED: { mark: '✖', text: 'FAILED', tone: 'bad' },
  IN_PROGRESS: { mark: '·', text: 'goes on', tone: 'calm' },
} as const satisfies Record<AgentAuthInvocation['status'], Telling>;

const TELL: Record<TimelineEvent['event'], (event: TimelineEvent, invocation: AgentAuthInvocation) => Telling> = {
  started: (_, { type, domain, profile_name }) => ({
    mark: '▶',
    text: `${type === 'reauth' ? 'logs in again' : 'logs in'} to ${domain} for profile ${profile_name}`,
    tone: 'calm',
  }),
  opening: () => ({ mark: '·', text: 'opens the login page in a browser', tone: 'calm' }),
  opened: () => ({ mark: '·', text: 'went to the site', tone: 'calm' }),
  filling: (event, invocation) => ({ mark: '✎', text: filling(event, invocation), tone: 'calm' }),
  code_waiting: ({ until }) => ({
    mark: '◷',
    text: `waits for a fresh one-time code${until ? ` until ${clock(until)}` : ''}: the current one is used or nearly over`,
    tone: 'wait',
  }),
  profile_waiting: () => ({ mark: '◷', text: 'waits for another login that uses the profile', tone: 'wait' }),
  site_waiting: () => ({ mark: '◷', text: 'waits for its turn: other logins are on the site', tone: 'wait' }),
  account_waiting: () => ({ mark: '◷', text: 'waits for another login of the same account', tone: 'wait' }),
  stopped: ({ why, until }) => ({
    mark: '!',
    text: `sends nothing more by itself${until ? ` until ${new Date(until).toISOString()}` : ''} (${why})`,
    tone: 'bad',
  }),
  awaiting_input: ({ fields }) => ({ mark: '?', text: `waits for ${list(fields, 'a choice')}`, tone: 'wait' }),
  awaiting_external_action: (_, { external_action_message }) => ({
    mark: '?',
    text: external_action_message ?? 'waits for a confirmation on another device',
    tone: 'wait',
  }),
  submitted: ({ fields }) => ({
    mark: '✓',
    text: fields?.length ? `got ${list(fields, '')}, sealed` : 'got a choice',
    tone: 'good',
  }),
  submit_rejected: ({ code }) => ({ mark: '!', text: `did not take an answer${words(code)}`, tone: 'bad' }),
  refused: ({ fields }, { website_error }) => ({
    mark: '✖',
    text: `the site refused ${list(fields, 'what was given')}${website_error ? `: “${website_error}”` : ''}`,
    tone: 'bad',
  }),
  page_lost: () => ({ mark: '!', text: 'lost the browser page; opens it again and fills what it has', tone: 'wait' }),
  vault_changed: () => ({ mark: '·', text: 'looks again: what is stored for it has changed', tone: 'calm' }),
  item_unavailable: ({ code, until }) => ({
    mark: '!',
    text: `goes on without the credential provider${until ? ` until ${clock(until)}` : ''}${words(code)}`,
    tone: 'wait',
  }),
  item_matched: () => ({ mark: '·', text: 'takes its values from an item of a provider', tone: 'calm' }),
  item_replaced: () => ({
    mark: '!',
    text: 'the item of before is gone; takes its values from another one',
    tone: 'wait',
  }),
  begun_again: () => ({
    mark: '!',
    text: 'the site has forgotten the login; begins once more with what it has',
    tone: 'wait',
  }),
  parked: () => ({ mark: '◷', text: 'closed its page, and waits for a person without one', tone: 'wait' }),
  saving: ({ url }) => ({
    mark: '·',
    text: `is logged in${url ? ` at ${place(url)}` : ''}; saves the session and proves it in a fresh browser`,
    tone: 'calm',
  }),
  saved: ({ notice }) => ({
    mark: '✓',
    text: `the session is saved and proven${notice ? `; ${NOTICES[notice]} (${notice})` : ''}`,
    tone: 'good',
  }),
  ended: ({ code }, { status }) => ({ ...ENDS[status], text: `${ENDS[status].text}${words(code)}` }),
};

const PAINT = {
  calm: (colors: Colors) => colors.reset,
  good: (colors: Colors) => colors.green,
  bad: (colors: Colors) => colors.red,
  wait: (colors: Colors) => colors.yellow,
} as const;

/** One line of the timeline for a person. */
export function storyLine(event: TimelineEvent, invocation: AgentAuthInvocation, colors: Colors): string {
  const { mark, text, tone } = TELL[event.event](event, invocation);
  const paint = PAINT[tone](colors);
  return `${colors.dim(clock(event.at))}  ${paint(mark)}  ${paint(text)}`;
}

/** Answers the events of a state that were not there in the state before. The list may have lost its oldest ones meanwhile. */
export function newEvents(): (invocation: AgentAuthInvocation) => readonly TimelineEvent[] {
  let last: string | undefined;
  return ({ timeline }) => {
    const texts = timeline.map((event) => JSON.stringify(event));
    const from = last === undefined ? 0 : texts.lastIndexOf(last) + 1;
    last = texts.at(-1) ?? last;
    return timeline.slice(from);
  };
}
