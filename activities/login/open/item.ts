/** The item of a provider that a login takes its values from: read when a page first asks for something, and asked about where several fit. */
import type { ItemInstead } from '../../../contract/credentials/providers.js';
import type { TraceReason } from '../../../contract/invocation/trace.js';
import type { OfferedValues, Outcome, SeenPage } from '../../../contract/steps.js';
import type { ItemChoice, ItemReading } from '../../vault/types.js';
import type { LoginContext } from '../context.js';
import { originRule } from '../fill/origin.js';
import { inputOutcome } from '../judge/outcome.js';
import type { Login } from '../login.js';
import { observe } from '../read/observe.js';
import { nameOfWords } from './agreed.js';
import { itemOptions } from './item-options.js';

type Input = Extract<Outcome, { kind: 'input' }>;

const REASONS = {
  read: 'item_read',
  ambiguous: 'several_accounts',
  no_item: 'no_item',
  trouble: 'provider_trouble',
} as const satisfies Record<Exclude<ItemReading['kind'], 'none'>, TraceReason>;

/** Why an item that was read has no password: a person is asked for it. */
const INSTEAD = {
  passkey: 'passkey_only',
  sign_in_with: 'sign_in_with',
  hidden: 'password_hidden',
} as const satisfies Record<ItemInstead, TraceReason>;

/** What the login had of an item before it has no more. */
const NOTHING: OfferedValues = { keys: [], has_totp: false, mark: 'none' };

function note(context: LoginContext, reading: ItemReading): void {
  if (reading.kind === 'none') return;
  const facts = reading.kind === 'read' ? { first_match: reading.use !== 'again' } : {};
  const instead = reading.kind === 'read' && reading.instead !== null ? INSTEAD[reading.instead] : null;
  context.note({ stage: 'open', rule: 'item', reason: instead ?? REASONS[reading.kind], facts });
}

/**
 * What a page asks for, with the item of a provider in mind. Whatever is wrong with a provider, the login goes on: with what is stored, and a person for
 * the rest.
 */
export async function withItem(context: LoginContext, login: Login, outcome: Outcome): Promise<Outcome> {
  if (outcome.kind !== 'input' || login.item === 'settled') return outcome;
  if (login.item !== 'unread') return askWhich(login, outcome, login.item);
  const reading = await context.vault.readItem(login.ref);
  note(context, reading);
  login.item = reading.kind === 'ambiguous' ? reading.choices : 'settled';
  if (reading.kind === 'ambiguous') return askWhich(login, outcome, reading.choices);
  if (reading.kind === 'read') return readInto(context, login, outcome, reading);
  const isAnew = login.grant.item_changed === true;
  // It was opened to read an item anew, and has done so.
  if (isAnew) login.grant = await context.vault.grantFor(login.ref);
  const seen = isAnew && login.grant.item === undefined ? { ...outcome, offered: NOTHING } : outcome;
  if (reading.kind !== 'trouble') return seen;
  const { code, until } = reading;
  return { ...seen, item_trouble: code, ...(until === null ? {} : { item_until: until }) };
}

/** From now on the login knows the values of the item: its fields may have their names, and none of them is repeated to anybody. */
async function readInto(
  context: LoginContext,
  login: Login,
  outcome: Input,
  { use, mark }: Extract<ItemReading, { kind: 'read' }>,
): Promise<Outcome> {
  // A page that was closed meanwhile has forgotten its values already.
  if (login.live.page.isClosed()) context.vault.releaseItem(login.ref);
  const grant = await context.vault.grantFor(login.ref);
  login.grant = grant;
  login.mayTypeAt = originRule(grant);
  const { values, identifiers } = await context.vault.knownTo(login.ref);
  login.scrub.add(values);
  login.scrub.addIdentifiers(identifiers);
  login.names.add(grant.credential?.value_keys ?? []);
  const { view } = await observe(context, login.live.page, login.network, login);
  const seen = inputOutcome(login, view);
  const page = seen.kind === 'input' ? seen.page : outcome.page;
  const offered: OfferedValues = {
    keys: grant.item?.keys ?? [],
    has_totp: grant.credential?.has_totp ?? false,
    mark,
    ...(use === 'again' ? {} : { use }),
  };
  return { ...outcome, page, offered };
}

/** Nothing is filled before somebody has chosen. A page without a form is not asked about: there is nothing to fill. */
function askWhich(login: Login, outcome: Input, choices: readonly ItemChoice[]): Outcome {
  if (outcome.page.fields.length === 0) return outcome;
  const sign_in_options = itemOptions(login, choices);
  const page: SeenPage = {
    ...outcome.page,
    signature: nameOfWords([outcome.page.signature, ...sign_in_options.map(({ id }) => id)].join(' ')),
    fields: [],
    sso_buttons: [],
    mfa_options: [],
    sign_in_options,
  };
  return { ...outcome, page };
}
