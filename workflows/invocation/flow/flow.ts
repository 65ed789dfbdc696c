import type { FlowErrorCode } from '../../../contract/errors/errors.js';
import type {
  InvocationInput,
  InvocationState,
  InvocationStatus,
  SubmitMessage,
  TimelineEvent,
} from '../../../contract/invocation/invocation.js';
import type { OfferedValues, PageHandle, SeenPage } from '../../../contract/steps.js';
import { iso } from '../../iso.js';
import type { Given } from '../given.js';
import { type Match, matchFields } from '../match-fields.js';
import type { MadeChoice, Parking } from './kept.js';

/** After a refused code, one more from the next time step is tried. Not a third: some sites end the login then. */
export const MAX_REFUSED_TOTP = 2;
const TIMELINE_LENGTH = 200;

/** Everything that an invocation knows. Plain data, so that a new run can take it over; values in it are sealed. */
export interface Flow {
  readonly state: InvocationState;
  readonly kid: string | null;
  /** Keys of the agent's credential that may still be used: the site has not refused them. */
  readonly stored: readonly string[];
  readonly has_totp: boolean;
  /** Keys that must not be filled again in this login, though a provider may offer them when the page is opened again. */
  readonly dropped?: readonly string[];
  /** What an item of a provider adds to what is stored. Absent where there is none, and in runs of older versions. */
  readonly offered?: OfferedValues;
  readonly sso_provider: string | null;
  /** Values given by a person, by `keyOfGiven`, without those that the site refused. */
  readonly given: Readonly<Record<string, Given>>;
  /** Keys in `given` of one-time codes. */
  readonly one_time: readonly string[];
  readonly reasons: Readonly<Record<string, 'missing' | 'rejected' | 'empty'>>;
  /** The answer to the question that is pending. */
  readonly answer: SubmitMessage | null;
  readonly page: PageHandle | null;
  readonly seen: SeenPage | null;
  readonly same_form: number;
  readonly steps: number;
  readonly losses: number;
  /** Steps that only waited for the account. Absent in runs of older versions. */
  readonly waits?: number;
  /** How often in a row another login used the profile. Absent in runs of older versions. */
  readonly profile_waits?: number;
  /** What was left of the overall limit, in ms, when it stopped: while other logins are on the site, or the vault is away. Absent in runs of older versions. */
  readonly left?: number | null;
  /** How often each secret went out by itself, by `keyOfSource`. Absent in runs of older versions. */
  readonly sent?: Readonly<Record<string, number>>;
  /** Whether the site said last that it did not look at what was sent. Absent in runs of older versions. */
  readonly looked_away?: boolean;
  /** What people chose on its pages. Absent where they chose nothing, and in runs of older versions. */
  readonly choices?: readonly MadeChoice[];
  /** Of a re-login that may wait without a page. Absent in others, and in runs of older versions. */
  readonly parking?: Parking;
  /** What tells the stored values from those before, see `StoredAtHand`. Absent in runs of older versions. */
  readonly marks?: Readonly<Record<string, string>>;
  readonly totp_mark?: string | null;
  readonly grant_mark?: string | null;
  readonly refused_values: number;
  readonly refused_totp: number;
  /** Milliseconds since the epoch. */
  readonly idle_deadline: number | null;
  readonly overall_deadline: number;
  /** How the invocation ends, once that is decided. */
  readonly end: { readonly status: InvocationStatus; readonly code: FlowErrorCode | null } | null;
}

export function beginFlow(input: InvocationInput, now: number): Flow {
  const overall_deadline = now + input.limits.overall_seconds * 1000;
  return {
    state: {
      invocation_id: input.invocation_id,
      auth_agent_id: input.auth_agent_id,
      type: input.type,
      domain: input.domain,
      profile_name: input.profile_name,
      status: 'IN_PROGRESS',
      step: 'initialized',
      version: 1,
      question: 0,
      sealing_key: null,
      started_at: iso(now),
      expires_at: iso(overall_deadline),
      pending_fields: [],
      submitted_fields: [],
      pending_sso_buttons: [],
      mfa_options: [],
      sign_in_options: [],
      asked_by: null,
      sso_provider: null,
      external_action_message: null,
      website_error: null,
      error_code: null,
      error_message: null,
      artefact: null,
      last_rejected: null,
      save_credential_as: input.save_credential_as,
      session_expires_at: null,
      post_login_url: null,
      timeline: [{ at: iso(now), event: 'started' }],
    },
    kid: null,
    stored: [],
    has_totp: false,
    sso_provider: null,
    given: {},
    one_time: [],
    reasons: {},
    answer: null,
    page: null,
    seen: null,
    same_form: 0,
    steps: 0,
    losses: 0,
    refused_values: 0,
    refused_totp: 0,
    idle_deadline: null,
    overall_deadline,
    end: null,
  };
}

export type NewEvent = Omit<TimelineEvent, 'at'>;

/** Changes what callers see. All such changes go through here, so that the version grows with each and the timeline is kept. */
export function show(flow: Flow, now: number, change: Partial<InvocationState>, event?: NewEvent): Flow {
  const timeline = event
    ? [...flow.state.timeline, { at: iso(now), ...event }].slice(-TIMELINE_LENGTH)
    : flow.state.timeline;
  return { ...flow, state: { ...flow.state, ...change, version: flow.state.version + 1, timeline } };
}

export const NOTHING_PENDING = {
  pending_fields: [],
  pending_sso_buttons: [],
  mfa_options: [],
  sign_in_options: [],
  asked_by: null,
  external_action_message: null,
} as const satisfies Partial<InvocationState>;

export const ended = (flow: Flow): boolean => flow.end !== null;

export const fail = (flow: Flow, code: FlowErrorCode): Flow => ({ ...flow, end: { status: 'FAILED', code } });

/** How the page that was seen last can be filled. */
export const matchOf = (flow: Flow): Match =>
  matchFields(flow.seen!, {
    stored: flow.stored,
    totp: flow.has_totp && flow.refused_totp < MAX_REFUSED_TOTP,
    given: flow.given,
    reasons: flow.reasons,
  });

/** A record without some of its members. */
export const without = <T>(record: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
