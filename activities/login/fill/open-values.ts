import { siteAt } from '../../../contract/address/site.js';
import { hasCode } from '../../../contract/errors/has-code.js';
import type { FillStep, ValueSource } from '../../../contract/steps.js';
import type { AttemptSecret } from '../../vault/submission.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';

/** Values of a fill in memory, without the one-time code: that is made in the moment it is typed. */
export interface OpenedValues {
  readonly secrets: readonly AttemptSecret[];
  /** Fields whose value was given by somebody who may not answer. They stay sealed. */
  readonly notEntitled: readonly string[];
  /** Fields whose stored value is not in the vault any more: somebody has changed the credential meanwhile. */
  readonly gone: readonly string[];
  /** Site of the page that asked, by question, for what a person gave; null where none did. */
  readonly askedAt: ReadonlyMap<number, string | null>;
  /** Field that a one-time code of the credential goes into. */
  readonly totpField: string | null;
}

/** Opens stored and given values. From here on they are cut out of everything that the site says. */
export async function openValues(context: LoginContext, login: Login, step: FillStep): Promise<OpenedValues> {
  const entries = Object.entries(step.values);
  const sealed = entries.flatMap(([field, source]) => (source.from === 'totp' ? [] : [{ field, source }]));
  const opened = await Promise.all(sealed.map(({ field, source }) => openValue(context, step, field, source)));
  const secrets = opened.filter((secret) => typeof secret !== 'string');
  const without = (why: Unopened): string[] =>
    sealed.filter((_, index) => opened[index] === why).map(({ field }) => field);
  const totpField = entries.find(([, { from }]) => from === 'totp')?.[0] ?? null;
  login.scrub.add(secrets.filter((secret) => !isOffered(login, secret)).map(({ value }) => value));
  const stored = secrets.some(({ from }) => from === 'stored');
  const facts = {
    fields: entries.length,
    stored_values: stored,
    given_values: secrets.some(({ from }) => from === 'given'),
  };
  context.note({ stage: 'fill', rule: 'values_opened', reason: 'done', facts });
  return {
    secrets,
    notEntitled: without('not_entitled'),
    gone: without('gone'),
    totpField,
    askedAt: await askedAt(
      context,
      login,
      sealed.map(({ source }) => source),
    ),
  };
}

/** What a person picked of what the page offered to everybody: masked, it could not be read where it is offered again. */
const isOffered = ({ offered }: Login, { field, from, value }: AttemptSecret): boolean =>
  from === 'given' && (offered.get(field)?.has(value) ?? false);

async function askedAt(
  context: LoginContext,
  { ref, live, asking }: Login,
  sources: readonly ValueSource[],
): Promise<Map<number, string | null>> {
  const here = asking?.site ?? siteAt(live.page.url());
  const questions = new Set(sources.flatMap((source) => (source.from === 'given' ? [source.question] : [])));
  const sites = new Map<number, string | null>();
  for (const question of questions) sites.set(question, await context.vault.askedAt(ref, question, here));
  return sites;
}

/** Why a value is not there to be typed. */
type Unopened = 'not_entitled' | 'gone';

/** What says that the vault has no such value, or no credential at all. */
const GONE = ['credential_not_found', 'unknown_field', 'no_totp_secret'] as const;

export const isGone = (error: unknown): boolean => GONE.some((code) => hasCode(error, code));

async function openValue(
  context: LoginContext,
  { invocation_id, auth_agent_id }: FillStep,
  field: string,
  source: Exclude<ValueSource, { from: 'totp' }>,
): Promise<AttemptSecret | Unopened> {
  try {
    if (source.from === 'stored') {
      const value = await context.vault.openStored(auth_agent_id, source.key);
      return { field, from: 'stored', key: source.key, value };
    }
    const { from, ...given } = source;
    const value = await context.vault.openGiven({ ...given, invocation_id, auth_agent_id });
    return { field, from, value, question: given.question };
  } catch (error) {
    if (hasCode(error, 'not_entitled')) return 'not_entitled';
    if (source.from === 'stored' && isGone(error)) return 'gone';
    throw error;
  }
}

export const emptyFields = ({ secrets }: OpenedValues): string[] =>
  secrets.filter(({ value }) => value === '').map(({ field }) => field);

/** Fields with exactly the value that the site refused before. */
export async function refusedBefore(
  context: LoginContext,
  step: FillStep,
  { secrets }: OpenedValues,
): Promise<string[]> {
  const together = Object.fromEntries(secrets.map(({ field, value }) => [field, value]));
  const known = await Promise.all(
    secrets.map(({ field, value }) => context.vault.wasRefused(step.auth_agent_id, field, value, together)),
  );
  return secrets.filter((_, index) => known[index]).map(({ field }) => field);
}
