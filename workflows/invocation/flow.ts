import type {
  BegunInvocation,
  FillResult,
  Outcome,
  PageHandle,
  SaveResult,
  SeenPage,
  ValueSource,
} from '../../contract/activities.js';
import { FLOW_ERRORS, type FlowErrorCode } from '../../contract/errors.js';
import type {
  InvocationInput,
  InvocationState,
  InvocationStatus,
  SubmitMessage,
  TimelineEvent,
} from '../../contract/invocation.js';
import { type Plan, planFill } from './plan.js';

/** A site that refuses this many different values is not asked a fourth time. */
const MAX_REFUSED_VALUES = 3;
/** A code is refused, the next step's code once more, then stop: some sites end the login at the third. */
const MAX_REFUSED_TOTP = 2;
/** The same form this often in a row without a word from the site is a loop. */
const MAX_SAME_FORM = 3;
const MAX_STEPS = 24;
/** Pages lost in a row, nothing gained between them. */
const MAX_LOSSES = 6;
const TIMELINE_LENGTH = 200;

type Given = Extract<ValueSource, { from: 'given' }>;

/** Everything that an invocation knows; plain data, so that a new run can take it over. Values in it are sealed. */
export interface Flow {
  readonly state: InvocationState;
  readonly kid: string | null;
  /** What the agent's credential holds and may still be used. */
  readonly stored: readonly string[];
  readonly has_totp: boolean;
  readonly sso_provider: string | null;
  /** Given by a person, by field name; what the site refused is dropped. */
  readonly given: Readonly<Record<string, Given>>;
  /** Names of the fields in `given` that hold one-time codes. */
  readonly one_time: readonly string[];
  readonly reasons: Readonly<Record<string, 'missing' | 'rejected' | 'empty'>>;
  /** The answer to the question that is pending. */
  readonly answer: SubmitMessage | null;
  readonly page: PageHandle | null;
  readonly seen: SeenPage | null;
  readonly same_form: number;
  readonly steps: number;
  readonly losses: number;
  readonly refused_values: number;
  readonly refused_totp: number;
  /** Milliseconds since the epoch. */
  readonly idle_deadline: number | null;
  readonly overall_deadline: number;
  /** Set when it is decided how the invocation ends. */
  readonly end: { readonly status: InvocationStatus; readonly code: FlowErrorCode | null } | null;
}

export const iso = (ms: number): string => new Date(ms).toISOString();

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

type NewEvent = Omit<TimelineEvent, 'at'>;

/** Every change of what callers see goes through here: the version grows, the timeline tells. */
function show(flow: Flow, now: number, change: Partial<InvocationState>, event?: NewEvent): Flow {
  const timeline = event
    ? [...flow.state.timeline, { at: iso(now), ...event }].slice(-TIMELINE_LENGTH)
    : flow.state.timeline;
  return { ...flow, state: { ...flow.state, ...change, version: flow.state.version + 1, timeline } };
}

const NOTHING_PENDING = {
  pending_fields: [],
  pending_sso_buttons: [],
  mfa_options: [],
  sign_in_options: [],
  external_action_message: null,
} as const satisfies Partial<InvocationState>;

export function begun(flow: Flow, now: number, answer: BegunInvocation): Flow {
  const stored = answer.stored.filter((key) => !answer.refused.includes(key));
  const reasons = Object.fromEntries(answer.refused.map((key) => [key, 'rejected' as const]));
  const next = {
    ...flow,
    kid: answer.kid,
    stored,
    reasons,
    has_totp: answer.has_totp,
    sso_provider: answer.sso_provider,
  };
  return show(next, now, { sealing_key: answer.sealing_key, sso_provider: answer.sso_provider });
}

export const opening = (flow: Flow, now: number): Flow =>
  show({ ...flow, page: null, seen: null }, now, { ...NOTHING_PENDING, step: 'discovering' }, { event: 'opening' });

/** Time spent in the queue for a free page is not the human's: the clock starts with the first page. */
export function opened(flow: Flow, now: number, page: PageHandle, overall_seconds: number): Flow {
  if (flow.state.timeline.some((line) => line.event === 'opened')) return { ...flow, page };
  const overall_deadline = now + overall_seconds * 1000;
  return show({ ...flow, page, overall_deadline }, now, { expires_at: iso(overall_deadline) }, { event: 'opened' });
}

export const ended = (flow: Flow): boolean => flow.end !== null;

export const fail = (flow: Flow, code: FlowErrorCode): Flow => ({ ...flow, end: { status: 'FAILED', code } });

/** How the page that was seen last can be filled. */
export const planOf = (flow: Flow): Plan =>
  planFill(flow.seen!, {
    stored: flow.stored,
    totp: flow.has_totp && flow.refused_totp < MAX_REFUSED_TOTP,
    given: flow.given,
    reasons: flow.reasons,
  });

/** Takes in what a page shows. */
export function saw(flow: Flow, now: number, outcome: Outcome): Flow {
  switch (outcome.kind) {
    case 'input': {
      const same_form = outcome.page.signature === flow.seen?.signature ? flow.same_form + 1 : 0;
      const next = { ...flow, seen: outcome.page, same_form, steps: flow.steps + 1 };
      if (same_form >= MAX_SAME_FORM) return fail(next, 'stuck_in_loop');
      return next.steps > MAX_STEPS ? fail(next, 'max_steps_exceeded') : next;
    }
    case 'external_action':
      return show(
        { ...flow, seen: null },
        now,
        { ...NOTHING_PENDING, step: 'awaiting_external_action', external_action_message: outcome.message },
        flow.state.step === 'awaiting_external_action' ? undefined : { event: 'awaiting_external_action' },
      );
    case 'failed':
      return fail(show(flow, now, { website_error: outcome.website_error, artefact: outcome.artefact }), outcome.code);
    case 'authenticated':
      return { ...flow, seen: null, losses: 0 };
    case 'refused':
      // Only a look can find this, and then nobody knows which value it was: ask for what the page shows.
      return outcome.page ? saw(flow, now, { kind: 'input', page: outcome.page }) : { ...flow, seen: null };
  }
}

/** Asks a person: a new question, numbered, so that a late answer to an earlier one is recognised. */
export function ask(flow: Flow, now: number, idle_seconds: number): Flow {
  const pending = planOf(flow).pending;
  const page = flow.seen!;
  const idle_deadline = Math.min(now + idle_seconds * 1000, flow.overall_deadline);
  const change: Partial<InvocationState> = {
    step: 'awaiting_input',
    question: flow.state.question + 1,
    pending_fields: pending,
    pending_sso_buttons: page.sso_buttons,
    mfa_options: page.mfa_options,
    sign_in_options: page.sign_in_options,
    external_action_message: null,
  };
  return show({ ...flow, idle_deadline, answer: null }, now, change, {
    event: 'awaiting_input',
    fields: pending.map((field) => field.name),
  });
}

/** Takes an answer that `checkSubmit` has let through. */
export function submitted(flow: Flow, now: number, message: SubmitMessage): Flow {
  const names = Object.keys(message.field_values ?? {});
  const given = { ...flow.given };
  for (const field of names) {
    given[field] = {
      from: 'given',
      sealed: message.field_values![field]!,
      kid: message.kid!,
      question: message.question,
      field,
    };
  }
  const codes = flow.seen!.fields.filter((field) => field.role === 'code').map((field) => field.name);
  const one_time = [...new Set([...flow.one_time, ...names.filter((name) => codes.includes(name))])];
  const next = { ...flow, given, one_time, answer: message, idle_deadline: null, losses: 0, steps: 0, same_form: 0 };
  const submitted_fields = [...new Set([...flow.state.submitted_fields, ...names])];
  return show(
    next,
    now,
    { ...NOTHING_PENDING, step: 'submitting', submitted_fields },
    { event: 'submitted', fields: names },
  );
}

export const submitRejected = (
  flow: Flow,
  now: number,
  code: NonNullable<InvocationState['last_rejected']>['code'],
): Flow => show(flow, now, { last_rejected: { code, at: iso(now) } }, { event: 'submit_rejected', code });

export function filling(flow: Flow, now: number, values: Plan['values']): Flow {
  const fields = Object.keys(values);
  const url = flow.seen!.url;
  return show(
    { ...flow, answer: null },
    now,
    { ...NOTHING_PENDING, step: 'submitting' },
    { event: 'filling', fields, url },
  );
}

/** A choice is made on the page: by a person, or the button of the credential's identity provider. */
export const choosing = (flow: Flow, now: number, kind: string): Flow =>
  show(
    { ...flow, answer: null },
    now,
    { ...NOTHING_PENDING, step: 'submitting' },
    { event: 'filling', fields: [kind] },
  );

const codeWaiting = (flow: Flow, now: number, until: string): Flow =>
  show(flow, now, { step: 'submitting' }, { event: 'code_waiting', until });

export function pageLost(flow: Flow, now: number): Flow {
  const next = show(
    { ...flow, page: null, losses: flow.losses + 1 },
    now,
    { step: 'discovering' },
    { event: 'page_lost' },
  );
  return next.losses > MAX_LOSSES ? fail(next, 'browser_error') : next;
}

const without = <T>(record: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));

/** Forgets values that must not be typed again, and remembers why the fields are asked for. */
function drop(flow: Flow, values: Plan['values'], fields: readonly string[], reason: 'rejected' | 'empty'): Flow {
  const sources = fields.map((field) => values[field]).filter((source) => source !== undefined);
  const storedKeys = sources.flatMap((source) => (source.from === 'stored' ? [source.key] : []));
  const givenNames = sources.flatMap((source) => (source.from === 'given' ? [source.field] : []));
  return {
    ...flow,
    stored: flow.stored.filter((key) => !storedKeys.includes(key)),
    given: without(flow.given, givenNames),
    reasons: { ...flow.reasons, ...Object.fromEntries(fields.map((field) => [field, reason])) },
  };
}

const secretsOf = (flow: Flow, values: Plan['values']): string[] => {
  const identifiers = flow.seen?.fields.filter((field) => field.role === 'identifier').map((field) => field.name) ?? [];
  return Object.keys(values).filter((field) => !identifiers.includes(field));
};

/** One-time codes are used up by the submission that carried them, whatever came of it. */
const spendCodes = (flow: Flow): Flow => ({ ...flow, given: without(flow.given, flow.one_time) });

/** The site said no to `fields`, which had been filled from `values`. */
export function refused(
  flow: Flow,
  now: number,
  values: Plan['values'],
  outcome: Extract<Outcome, { kind: 'refused' }>,
): Flow {
  const filled = outcome.fields.filter((field) => values[field] !== undefined);
  // A site that does not say which value is wrong has refused the secret ones.
  const secret = secretsOf(flow, values);
  const fields = filled.length > 0 ? filled : secret.length > 0 ? secret : Object.keys(values);
  const sources = fields.map((field) => values[field]!);
  const totp = sources.some((source) => source.from === 'totp');
  const given = sources.some((source) => source.from === 'given');
  const next = show(
    {
      ...drop(flow, values, fields, 'rejected'),
      seen: null,
      refused_totp: flow.refused_totp + (totp ? 1 : 0),
      refused_values: flow.refused_values + (given ? 1 : 0),
    },
    now,
    { website_error: outcome.website_error },
    { event: 'refused', fields },
  );
  if (next.refused_values >= MAX_REFUSED_VALUES) return fail(next, 'credentials_invalid');
  return next.refused_totp >= MAX_REFUSED_TOTP ? fail(next, 'totp_rejected') : next;
}

/** Takes in the answer of a fill, up to the page that it may hold: that is for `saw`. */
export function filled(flow: Flow, now: number, values: Plan['values'], result: FillResult): Flow {
  switch (result.kind) {
    case 'wait_until':
      return codeWaiting({ ...flow, seen: null }, now, result.at);
    case 'empty':
      return { ...drop(flow, values, result.fields, 'empty'), seen: null };
    case 'refused_before': {
      const typedAgain = result.fields.some((field) => values[field]?.from === 'given');
      const next = { ...drop(flow, values, result.fields, 'rejected'), seen: null };
      return typedAgain ? fail(next, 'credentials_invalid') : next;
    }
    case 'changed':
      return { ...flow, seen: null };
    case 'refused':
      return refused(spendCodes(flow), now, values, result);
    default:
      return { ...spendCodes(flow), losses: 0 };
  }
}

/** An attempt was typed but nobody knows what came of it, and it may not be made again: a person decides. */
export const unknownAttempt = (flow: Flow, values: Plan['values']): Flow => {
  const secret = secretsOf(flow, values);
  const dropped = drop(flow, values, secret, 'rejected');
  return { ...dropped, reasons: without(dropped.reasons, secret) };
};

export const saving = (flow: Flow, now: number, url: string): Flow =>
  show(flow, now, { ...NOTHING_PENDING, step: 'submitting' }, { event: 'saving', url });

export function saved(flow: Flow, now: number, result: SaveResult): Flow {
  if (result.kind === 'not_kept')
    return fail(show({ ...flow, page: null }, now, { artefact: result.artefact }), 'session_not_kept');
  const { session_expires_at, post_login_url } = result;
  const next = show(
    { ...flow, page: null },
    now,
    { session_expires_at, post_login_url },
    { event: 'saved', url: post_login_url },
  );
  return { ...next, end: { status: 'SUCCESS', code: null } };
}

export const expired = (flow: Flow): Flow => ({
  ...flow,
  end: {
    status: 'EXPIRED',
    code: flow.state.step === 'awaiting_external_action' ? 'external_action_timeout' : 'awaiting_input_timeout',
  },
});

export const canceled = (flow: Flow): Flow => ({ ...flow, end: { status: 'CANCELED', code: null } });

/** What a person gave and the site took: to be saved under `save_credential_as`. Names are those a later login looks up. */
export const givenToSave = (flow: Flow): Record<string, Given> => without(flow.given, flow.one_time);

export function closed(flow: Flow, now: number): Flow {
  const { status, code } = flow.end!;
  const change: Partial<InvocationState> = {
    ...NOTHING_PENDING,
    status,
    step: status === 'EXPIRED' ? 'expired' : 'completed',
    sealing_key: null,
    error_code: code,
    error_message: code && FLOW_ERRORS[code].message,
  };
  return show({ ...flow, given: {} }, now, change, code ? { event: 'ended', code } : { event: 'ended' });
}

/** The button of the credential's identity provider, which is clicked by itself. */
export function ssoChoice(flow: Flow): string | null {
  const wanted = flow.sso_provider?.toLowerCase();
  const clicked = flow.state.timeline.some((line) => line.event === 'filling' && line.fields?.includes('sso_button'));
  if (!wanted || clicked) return null;
  return flow.seen?.sso_buttons.find((button) => button.provider.toLowerCase() === wanted)?.selector ?? null;
}
