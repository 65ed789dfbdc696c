import { hasCode } from '../../../contract/has-code.js';
import { siteAt } from '../../../contract/site.js';
import type { FillStep, ValueSource } from '../../../contract/steps.js';
import type { AttemptSecret } from '../../vault/types.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';

/** Values of a fill in memory, without the one-time code: that is made in the moment it is typed. */
export interface OpenedValues {
  readonly secrets: readonly AttemptSecret[];
  /** Fields whose value was given by somebody who may not answer. They stay sealed. */
  readonly notEntitled: readonly string[];
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
  const secrets = opened.filter((secret) => secret !== null);
  const notEntitled = sealed.filter((_, index) => opened[index] === null).map(({ field }) => field);
  const totpField = entries.find(([, { from }]) => from === 'totp')?.[0] ?? null;
  login.scrub.add(secrets.map(({ value }) => value));
  const stored = secrets.some(({ from }) => from === 'stored');
  const facts = {
    fields: entries.length,
    stored_values: stored,
    given_values: secrets.some(({ from }) => from === 'given'),
  };
  context.note({ stage: 'fill', rule: 'values_opened', reason: 'done', facts });
  return {
    secrets,
    notEntitled,
    totpField,
    askedAt: await askedAt(
      context,
      login,
      sealed.map(({ source }) => source),
    ),
  };
}

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

/** @returns null where nothing entitles to the value */
async function openValue(
  context: LoginContext,
  { invocation_id, auth_agent_id }: FillStep,
  field: string,
  source: Exclude<ValueSource, { from: 'totp' }>,
): Promise<AttemptSecret | null> {
  if (source.from === 'stored')
    return { field, from: 'stored', key: source.key, value: await context.vault.openStored(auth_agent_id, source.key) };
  const { from, ...given } = source;
  try {
    const value = await context.vault.openGiven({ ...given, invocation_id, auth_agent_id });
    return { field, from, value, question: given.question };
  } catch (error) {
    if (hasCode(error, 'not_entitled')) return null;
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
