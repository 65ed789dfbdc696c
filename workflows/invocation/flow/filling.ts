import type { LoginStop, StopReason } from '../../../contract/agent/stop.js';
import type { InvocationState } from '../../../contract/invocation/invocation.js';
import { isIdentifier } from '../../../contract/invocation/value-kinds.js';
import type { FillResult, Outcome, SeenField } from '../../../contract/steps.js';
import { keyOfGiven, keyOfSource } from '../given.js';
import type { Sources } from '../match-fields.js';
import { notEntitled } from './asking.js';
import { type Flow, fail, MAX_REFUSED_TOTP, NOTHING_PENDING, show, without } from './flow.js';
import { placeOf, shownAs } from './shown.js';

/** A login ends after this many different values were refused: another try could lock the account. */
const MAX_REFUSED_VALUES = 3;

export function filling(flow: Flow, now: number, values: Sources): Flow {
  const fields = Object.keys(values);
  return show(
    { ...flow, answer: null },
    now,
    { ...NOTHING_PENDING, step: 'submitting' },
    { event: 'filling', fields, ...placeOf(flow.seen!) },
  );
}

const codeWaiting = (flow: Flow, now: number, until: string): Flow =>
  show(flow, now, { step: 'submitting' }, { event: 'code_waiting', until });

/** Under which keys the values that people gave for these fields are kept. */
const givenKeys = (values: Sources, fields: readonly string[]): string[] =>
  fields.map((field) => values[field]).flatMap((source) => (source?.from === 'given' ? [keyOfGiven(source)] : []));

/** Another login uses the account: one submission of it at a time. Such waits are no steps. */
const accountWaiting = (flow: Flow, now: number, until: string): Flow =>
  show({ ...flow, waits: (flow.waits ?? 0) + 1 }, now, { step: 'submitting' }, { event: 'account_waiting', until });

/** Stops that nobody here can lift but by waiting. */
const WAITED_OUT: readonly StopReason[] = ['locked', 'not_allowed', 'site_trouble', 'short_sessions', 'circuit_open'];

/** The account takes no more by itself. A person is asked where their answer is what it takes. */
function stopped(flow: Flow, now: number, values: Sources, { why, until }: LoginStop): Flow {
  const next = show(flow, now, { stopped: { why, until } }, { event: 'stopped', why, ...(until ? { until } : {}) });
  if (WAITED_OUT.includes(why)) return fail(next, 'max_attempts_reached');
  if (why === 'codes_refused') return { ...next, seen: null, refused_totp: MAX_REFUSED_TOTP };
  return { ...unknownAttempt(next, values), seen: null };
}

/** A code of its own page that the account takes no more by itself is asked for: there is no stored value that could be dropped. */
export function codesAsked(flow: Flow, values: Sources): Flow {
  const secrets = Object.entries(values).filter(([name]) => !isIdentifier(name));
  const isCode = secrets.length > 0 && secrets.every(([, { from }]) => from === 'totp');
  return isCode ? { ...flow, refused_totp: MAX_REFUSED_TOTP } : flow;
}

/** Forgets values that must not be typed again, and remembers why the fields are asked for. */
function drop(flow: Flow, values: Sources, fields: readonly string[], reason: 'rejected' | 'empty'): Flow {
  const sources = fields.map((field) => values[field]).filter((source) => source !== undefined);
  const storedKeys = sources.flatMap((source) => (source.from === 'stored' ? [source.key] : []));
  return {
    ...flow,
    stored: flow.stored.filter((key) => !storedKeys.includes(key)),
    dropped: [...(flow.dropped ?? []), ...storedKeys],
    given: without(flow.given, givenKeys(values, fields)),
    reasons: { ...flow.reasons, ...Object.fromEntries(fields.map((field) => [field, reason])) },
  };
}

const secretsOf = ({ seen }: Flow, values: Sources): string[] => {
  // Runs of older versions go by the role alone.
  const identifies = ({ name, role, identifies }: SeenField): boolean =>
    seen?.site === undefined ? role === 'identifier' : (identifies ?? isIdentifier(name, role));
  const identifiers = seen?.fields.filter(identifies).map((field) => field.name) ?? [];
  return Object.keys(values).filter((field) => !identifiers.includes(field));
};

/** Drops one-time codes: the submission that carried them has used them up, whatever its result. */
const spendCodes = (flow: Flow): Flow => ({ ...flow, given: without(flow.given, flow.one_time) });

/** The site refused `fields`, which had been filled from `values`. */
export function refused(
  flow: Flow,
  now: number,
  values: Sources,
  outcome: Extract<Outcome, { kind: 'refused' }>,
): Flow {
  const filled = outcome.fields.filter((field) => values[field] !== undefined);
  // When the site does not say which value is wrong, the secret ones count as refused.
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
    { website_error: outcome.website_error, ...shownAs(flow, 'error', outcome.shown) },
    { event: 'refused', fields },
  );
  if (next.refused_values >= MAX_REFUSED_VALUES) return fail(next, 'credentials_invalid');
  return next.refused_totp >= MAX_REFUSED_TOTP ? fail(next, 'totp_rejected') : next;
}

/** Records the result of a fill, except for the page in it, which `saw` records. */
export function filled(flow: Flow, now: number, values: Sources, result: FillResult): Flow {
  switch (result.kind) {
    case 'wait_until': {
      const next = { ...flow, seen: null };
      return result.why === 'account' ? accountWaiting(next, now, result.at) : codeWaiting(next, now, result.at);
    }
    case 'stopped':
      return stopped(flow, now, values, result);
    case 'not_entitled':
      return notEntitled(flow, now, givenKeys(values, result.fields));
    case 'other_site':
      return forOtherSite(flow, values, result.fields);
    case 'empty':
      return result.gone
        ? gone(flow, values, result.fields)
        : { ...drop(flow, values, result.fields, 'empty'), seen: null };
    case 'refused_before': {
      const typedAgain = result.fields.some((field) => values[field]?.from === 'given');
      const next = { ...drop(flow, values, result.fields, 'rejected'), seen: null };
      return typedAgain ? fail(next, 'credentials_invalid') : next;
    }
    case 'changed':
      return { ...flow, seen: null };
    case 'refused':
      return refused(spendCodes(went(flow, values)), now, values, result);
    case 'input':
      return { ...stayed(flow, now, values, result), losses: 0 };
    default:
      return { ...spendCodes(went(unsaid(flow, now), values)), losses: 0 };
  }
}

/** What the site said against earlier values is none of what it has taken since. */
function unsaid(flow: Flow, now: number): Flow {
  const { website_error, shown } = flow.state;
  if (website_error === null && shown?.error === undefined) return flow;
  return show(flow, now, { website_error: null, ...shownAs(flow, 'error', undefined) });
}

/** How often a secret goes out by itself in one login, whatever lies between. */
const MAX_SENT = 2;

/** Counts the secrets that went out. */
export function went(flow: Flow, values: Sources): Flow {
  const keys = secretsOf(flow, values).flatMap((field) => (values[field] ? [keyOfSource(values[field])] : []));
  const counted = keys.map((key) => [key, (flow.sent?.[key] ?? 0) + 1] as const);
  return { ...flow, sent: { ...flow.sent, ...Object.fromEntries(counted) } };
}

/** Whether a fill would send a secret that went out as often as it may. */
export const isSpent = (flow: Flow, values: Sources): boolean =>
  secretsOf(flow, values).some((field) => {
    const source = values[field];
    return source !== undefined && (flow.sent?.[keyOfSource(source)] ?? 0) >= MAX_SENT;
  });

/** The login goes in a circle, or the site says again that it does not look. Neither is the fault of a value. */
export const goesInCircles = (flow: Flow): Flow => fail(flow, flow.looked_away ? 'website_error' : 'stuck_in_loop');

/** A fill that the site did not refuse: it went on, or what became of it is said in `left`. */
function stayed(
  flow: Flow,
  now: number,
  values: Sources,
  { left, website_error = null, shown }: Extract<Outcome, { kind: 'input' }>,
): Flow {
  const said = { website_error, ...shownAs(flow, 'error', shown) };
  // What a page says against a value that it has not sent is what a person can act on.
  if (left === 'not_sent') return website_error === null && shown === undefined ? flow : show(flow, now, said);
  const next = { ...spendCodes(went(flow, values)), looked_away: left === 'not_looked_at' };
  if (left === undefined) return unsaid(next, now);
  const told = show(next, now, said);
  return left === 'unknown' ? openAll(told, values) : told;
}

/** An attempt was typed, its result is unknown and it must not be repeated: a person decides. */
export const unknownAttempt = (flow: Flow, values: Sources): Flow => leaveOpen(flow, values, secretsOf(flow, values));

/** Forgets values without blaming them. */
function leaveOpen(flow: Flow, values: Sources, fields: readonly string[]): Flow {
  const dropped = drop(flow, values, fields, 'rejected');
  return { ...dropped, reasons: without(dropped.reasons, fields) };
}

/** Nobody knows which of the values it was: all secrets are asked for, a code beside others too. Without one, the names. */
function openAll(flow: Flow, values: Sources): Flow {
  const secrets = secretsOf(flow, values);
  const withCode = secrets.length > 1 && secrets.some((field) => values[field]?.from === 'totp');
  const next = leaveOpen(flow, values, secrets.length > 0 ? secrets : Object.keys(values));
  return { ...next, seen: null, refused_totp: withCode ? MAX_REFUSED_TOTP : next.refused_totp };
}

/** Values that were removed from the vault meanwhile; they were not refused. */
function gone(flow: Flow, values: Sources, fields: readonly string[]): Flow {
  const withTotp = fields.some((field) => values[field]?.from === 'totp');
  const next = { ...leaveOpen(flow, values, fields), seen: null };
  if (!withTotp) return next;
  // Nor has an item that was read before the page was lost, and can't be read now.
  const offered = flow.offered === undefined ? {} : { offered: { ...flow.offered, has_totp: false } };
  return { ...next, ...offered, has_totp: false };
}

/** Values that are not for the site that asks for them: there they are missing. */
function forOtherSite(flow: Flow, values: Sources, fields: readonly string[]): Flow {
  const dropped = drop(flow, values, fields, 'empty');
  const totp = fields.some((field) => values[field]?.from === 'totp');
  return {
    ...dropped,
    seen: null,
    reasons: without(dropped.reasons, fields),
    refused_totp: totp ? MAX_REFUSED_TOTP : flow.refused_totp,
  };
}

/** The button of the credential's identity provider, which is clicked without asking a person. */
export function ssoChoice(flow: Flow): string | null {
  const wanted = flow.sso_provider?.toLowerCase();
  const clicked = sinceLoss(flow).some((line) => line.event === 'filling' && line.fields?.includes('sso_button'));
  if (!wanted || clicked) return null;
  return flow.seen?.sso_buttons.find((button) => button.provider.toLowerCase() === wanted)?.selector ?? null;
}

/** What happened on the pages since the last one was lost: a new one may stand at the way in again. Runs of older versions look at all. */
function sinceLoss({ seen, state: { timeline } }: Flow): InvocationState['timeline'] {
  const lost = timeline.findLastIndex(({ event }) => event === 'page_lost' || event === 'begun_again');
  return seen?.site === undefined ? timeline : timeline.slice(lost + 1);
}
