/**
 * The trace of an invocation: which rule of the login engine decided what, and why. Everything in it comes from the lists below or is a
 * bounded number, so that it can contain no text of a page and no value of a person.
 */
import { FLOW_ERRORS, type FlowErrorCode } from '../errors/errors.js';
import { TROUBLE_CAUSES, type TroubleCause } from '../errors/trouble-causes.js';

/** The part of the engine that decided. */
export const TRACE_STAGES = ['open', 'read', 'fill', 'judge', 'session', 'evidence', 'recipes'] as const;

/** What was decided. */
export const TRACE_RULES = [
  /** Where a login begins, and whether that led to one. */
  'way_in',
  /** Whether an address that was opened has answered. */
  'reached',
  /** Whether the site knows the session that the login started from. */
  'session_known',
  /** Whether what the login started from keeps the site from being read. */
  'stale_state',
  /** Which form of the page is the login. */
  'form_found',
  /** Whether a provider has an item for the login. */
  'item',
  /** Whether the values of a fill were there and could be opened. */
  'values_opened',
  /** Whether the site refused one of them before. */
  'refused_before',
  /** Whether the form can be filled: it is the one that was seen, each field can be reached, and its origin may have the value. */
  'form_ready',
  /** Whether the ledger of the account lets another submission out. */
  'ledger_asked',
  /** Whether there was a fresh one-time code. */
  'code_claimed',
  /** Whether the attempt could be armed. From here on something may have been typed. */
  'attempt_armed',
  /** Whether the values were typed and sent. */
  'submitted',
  /** Whether a value was kept from going to where it does not belong. */
  'kept_from',
  /** What the page says that came of it. */
  'verdict',
  /** Something that a person or a credential chose was pressed. */
  'chosen',
  /** A person decided what an application gets. */
  'consent',
  /** A person decided whether the site's own script may send secrets to a sign-in service. */
  'send_to',
  /** A person answered a step that is none of those that a login is made of. */
  'step_answered',
  /** A checkpoint of the login was written. */
  'checkpoint',
  /** Whether the session holds in a browser that knows nothing else. */
  'proved',
  /** What one of the places that the session was tried at showed. */
  'place',
  /** Whether the session holds state of sites that belong to other agents of the profile. */
  'left_out',
  /** What the session took the place of, other than what the login began with. */
  'saved_over',
  /** Why a session was not saved. */
  'not_kept',
  /** An artefact was left for the operator. */
  'artefact',
  /** Something about the site was learned, or dropped. */
  'recipe',
] as const;

/** Why. */
export const TRACE_REASONS = [
  'done',
  'not_done',
  'given_address',
  'learned_address',
  'home_page',
  'checkpoint',
  'next_way',
  'no_way_left',
  'unreachable',
  'session_dropped',
  'site_dropped',
  'same_for_all',
  'signed_in',
  'signed_out',
  'no_session',
  'one_form',
  'chosen_form',
  'recipe_form',
  'several_forms',
  'no_form',
  'form_changed',
  'form_covered',
  'field_missing',
  'origin_not_allowed',
  'other_site',
  'overlay_dismissed',
  'item_read',
  'several_accounts',
  'no_item',
  'provider_trouble',
  'empty_value',
  'value_gone',
  'state_gone',
  'not_entitled',
  'known_refusal',
  'account_in_use',
  'account_stopped',
  'code_fresh',
  'code_used_up',
  'already_armed',
  'already_revoked',
  'typed_and_sent',
  'sent_by_page',
  'field_not_kept',
  'value_too_long',
  'value_not_taken',
  'copy_stopped',
  'went_nowhere',
  'sign_in_service',
  'second_factor',
  'account_locked',
  'from_here',
  'unsafe_browser',
  'outside_hours',
  'subscription_over',
  'not_activated',
  'no_permission',
  'password_over',
  'not_now',
  'asked_to_wait',
  'captcha',
  'bot_wall',
  'new_words',
  'same_words',
  'refused_on_page',
  'marked_wrong',
  'several_secrets',
  'other_refused',
  'not_looked_at',
  'not_sent',
  'site_asks',
  'asks_over_form',
  'session_elsewhere',
  'site_down',
  'thrown_out',
  'turned_down',
  'secret_emptied',
  'next_form',
  'same_form',
  'sent_back',
  'sent_to_sign_up',
  'other_device',
  'password_hidden',
  'passkey_only',
  'sign_in_with',
  'keys_unreadable',
  'browser_asks',
  'other_account',
  'said_inside',
  'sign_out_offered',
  'session_changed',
  'nothing_decided',
  'still_signed_in',
  'asked_to_log_in',
  'step_left',
  'others_site',
  'changed_meanwhile',
  'single_visit',
  'page_lost',
  'canceled',
  'learned',
  'forgotten',
] as const;

type Flag = 'flag';
interface Count {
  /** Whole numbers from 0. Too small for a one-time code, where it is no time. */
  readonly max: number;
}

const OUTCOMES = [
  'input',
  'refused',
  'authenticated',
  'left_step',
  'external_action',
  'forgotten',
  'failed',
  'wait_until',
  'empty',
  'not_entitled',
  'other_site',
  'refused_before',
  'changed',
] as const;

/** Further facts that an entry may hold, with the values that each can have. */
export const TRACE_FACTS = {
  ms: { max: 600_000 },
  tries: { max: 999 },
  forms: { max: 999 },
  fields: { max: 999 },
  secrets: { max: 999 },
  sites: { max: 999 },
  frames: { max: 999 },
  http_status: { max: 599 },
  submission: { max: 999 },
  early: 'flag',
  in_pop_up: 'flag',
  certain: 'flag',
  stored_values: 'flag',
  given_values: 'flag',
  appended_code: 'flag',
  first_match: 'flag',
  role: ['identifier', 'password', 'code', 'custom'],
  form_source: ['page', 'recipe', 'learned'],
  outcome: OUTCOMES,
  code: Object.keys(FLOW_ERRORS) as readonly FlowErrorCode[],
  cause: Object.keys(TROUBLE_CAUSES) as readonly TroubleCause[],
} as const satisfies Readonly<Record<string, Count | Flag | readonly string[]>>;

export type TraceStage = (typeof TRACE_STAGES)[number];
export type TraceRule = (typeof TRACE_RULES)[number];
export type TraceReason = (typeof TRACE_REASONS)[number];
export type TraceFact = keyof typeof TRACE_FACTS;

type ValueOf<Kind> = Kind extends Count
  ? number
  : Kind extends Flag
    ? boolean
    : Kind extends readonly (infer Name)[]
      ? Name
      : never;
export type TraceFacts = { readonly [Fact in TraceFact]?: ValueOf<(typeof TRACE_FACTS)[Fact]> };

/** One decision. */
export interface TraceEntry {
  /** Ms since the epoch. */
  readonly at: number;
  readonly stage: TraceStage;
  readonly rule: TraceRule;
  readonly reason: TraceReason;
  readonly facts: TraceFacts;
}

/** The trace of an invocation, as far as it is kept. */
export interface InvocationTrace {
  /** Oldest first. */
  readonly entries: readonly TraceEntry[];
  /** How many older ones are gone: a trace takes 64 KB and is kept for 30 days. */
  readonly dropped: number;
}
