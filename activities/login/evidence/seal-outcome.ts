import { keysByType } from '../../../contract/invocation/field-keys.js';
import { type Shown, sealShown } from '../../../contract/invocation/shown.js';
import { isIdentifier } from '../../../contract/invocation/value-kinds.js';
import type { FillResult, NotEntitled, Outcome, SaveResult, SeenField, SeenPage } from '../../../contract/steps.js';
import type { Login } from '../login.js';
import { optionId, ssoId } from './ids.js';
import type { Scrubber } from './scrub.js';

type Sealing = Pick<Login, 'names' | 'viewKey' | 'scrub'>;

/** The origin of an address, as it may stand in plain. */
const plainOrigin = (address: string, scrub: Scrubber): string =>
  URL.canParse(address) ? scrub.url(new URL('/', address).href) : '';

function plainField(field: SeenField, { names }: Sealing): SeenField {
  const { name, role, type, required, code_from, once } = field;
  return {
    name,
    role,
    type,
    required,
    code_from,
    label: '',
    selector: '',
    placeholder: null,
    hint: null,
    options: field.options?.map((option) => ({ value: optionId(option.value), label: '' })) ?? null,
    keys: field.keys ?? keysByType(field),
    ...(once === true ? { once } : {}),
    identifies: isIdentifier(names.slugOf(name), role),
  };
}

const shownPage = (page: SeenPage, { names }: Sealing): Shown => ({
  url: page.url,
  names: names.used,
  fields: Object.fromEntries(
    page.fields.map(({ name, label, selector, placeholder, hint, options }) => [
      name,
      { label, selector, placeholder, hint, options },
    ]),
  ),
  sso_buttons: Object.fromEntries(
    page.sso_buttons.map(({ selector, label }) => [ssoId(selector), { label, selector }]),
  ),
  mfa_options: page.mfa_options,
  sign_in_options: page.sign_in_options,
});

/** A page as it may stand in history: what the site wrote is sealed to those who may see the login. */
async function sealPage(page: SeenPage, login: Sealing): Promise<SeenPage> {
  return {
    url: plainOrigin(page.url, login.scrub),
    signature: page.signature,
    ...(page.site === undefined ? {} : { site: page.site }),
    ...(page.stored_secrets === undefined ? {} : { stored_secrets: page.stored_secrets }),
    fields: page.fields.map((field) => plainField(field, login)),
    sso_buttons: page.sso_buttons.map(({ provider, selector }) => ({ label: '', provider, selector: ssoId(selector) })),
    mfa_options: page.mfa_options.map(({ type }) => ({ type, label: '', target: null, description: null })),
    sign_in_options: page.sign_in_options.map(({ id }) => ({ id, label: '', description: null })),
    shown: await sealShown(shownPage(page, login), login.viewKey),
    address: await sealShown({ url: page.url }, login.viewKey),
  };
}

const sealWords = async (words: string | null, login: Sealing): Promise<{ shown?: string }> =>
  words === null ? {} : { shown: await sealShown({ website_error: words }, login.viewKey) };

/** What a page shows, as it may stand in history. */
export async function sealOutcome(outcome: Outcome, login: Sealing): Promise<Outcome> {
  const { scrub, viewKey } = login;
  switch (outcome.kind) {
    case 'input': {
      const page = await sealPage(outcome.page, login);
      const { left, website_error = null, offered, item_trouble, item_until } = outcome;
      const item = {
        ...(offered === undefined ? {} : { offered }),
        ...(item_trouble === undefined ? {} : { item_trouble }),
        ...(item_until === undefined ? {} : { item_until }),
      };
      const seen = { kind: 'input', page, ...item } as const;
      if (left === undefined) return seen;
      return { ...seen, left, website_error: null, ...(await sealWords(website_error, login)) };
    }
    case 'refused': {
      const { fields, page, website_error } = outcome;
      const sealed = page === null ? null : await sealPage(page, login);
      return { kind: 'refused', fields, website_error: null, page: sealed, ...(await sealWords(website_error, login)) };
    }
    case 'authenticated':
      return {
        kind: 'authenticated',
        url: plainOrigin(outcome.url, scrub),
        address: await sealShown({ url: outcome.url }, viewKey),
      };
    case 'external_action':
      return {
        kind: 'external_action',
        message: '',
        shown: await sealShown({ message: outcome.message }, viewKey),
      };
    case 'forgotten':
      return outcome;
    case 'failed':
      return { ...outcome, website_error: null, ...(await sealWords(outcome.website_error, login)) };
  }
}

/** The result of a step, as it may stand in history. */
export async function sealResult(result: FillResult | NotEntitled, login: Sealing): Promise<FillResult> {
  switch (result.kind) {
    case 'wait_until':
    case 'stopped':
    case 'not_entitled':
    case 'empty':
    case 'refused_before':
    case 'other_site':
      return result;
    case 'changed':
      return { kind: 'changed', outcome: await sealOutcome(result.outcome, login) };
    default:
      return sealOutcome(result, login);
  }
}

export async function sealSaved(result: SaveResult, login: Sealing): Promise<SaveResult> {
  if (result.kind === 'step_left') return { kind: 'step_left', outcome: await sealOutcome(result.outcome, login) };
  if (result.kind !== 'saved') return result;
  const { session_expires_at, post_login_url, notice } = result;
  return {
    kind: 'saved',
    session_expires_at,
    ...(notice ? { notice } : {}),
    post_login_url: plainOrigin(post_login_url, login.scrub),
    address: await sealShown({ url: post_login_url }, login.viewKey),
  };
}
