import { openShown, type Shown } from '../../../contract/invocation/shown.js';
import type { BrowserActivities, FillResult, PageActivities, SaveResult, SeenPage } from '../../../contract/steps.js';
import { type FakeVault, VIEW_KEY } from './fake-vault.js';

const textsOf = async (sealed: string | undefined): Promise<Shown> =>
  sealed === undefined ? {} : openShown(sealed, VIEW_KEY);

async function openPage({ shown, address, ...page }: SeenPage): Promise<SeenPage> {
  const texts = await textsOf(shown);
  return {
    ...page,
    url: texts.url ?? page.url,
    fields: page.fields.map(({ keys: _, ...field }) => ({
      ...field,
      ...texts.fields?.[field.name],
      name: texts.names?.[field.name] ?? field.name,
    })),
    sso_buttons: page.sso_buttons.map((button) => ({ ...button, ...texts.sso_buttons?.[button.selector] })),
    mfa_options: texts.mfa_options ?? page.mfa_options,
    sign_in_options: texts.sign_in_options ?? page.sign_in_options,
  };
}

/** A result of a step as who may see the login reads it. */
export async function opened<Result extends FillResult>(result: Result, vault: FakeVault): Promise<Result>;
export async function opened(result: FillResult, vault: FakeVault): Promise<FillResult> {
  switch (result.kind) {
    case 'input': {
      const { shown, ...rest } = result;
      const page = await openPage(result.page);
      if (result.left === undefined) return { ...rest, page };
      return { ...rest, page, website_error: (await textsOf(shown)).website_error ?? null };
    }
    case 'refused': {
      const { shown, ...rest } = result;
      const { website_error = null } = await textsOf(shown);
      const page = result.page === null ? null : await openPage(result.page);
      return { ...rest, fields: result.fields.map((name) => seen(vault, name)), website_error, page };
    }
    case 'authenticated':
      return { kind: 'authenticated', url: (await textsOf(result.address)).url ?? result.url };
    case 'external_action':
      return { kind: 'external_action', message: (await textsOf(result.shown)).message ?? result.message };
    case 'failed': {
      const { shown, ...rest } = result;
      return { ...rest, website_error: (await textsOf(shown)).website_error ?? null };
    }
    case 'changed':
      return { kind: 'changed', outcome: await opened(result.outcome, vault) };
    case 'empty':
    case 'refused_before':
    case 'not_entitled':
    case 'other_site':
      return { ...result, fields: result.fields.map((name) => seen(vault, name)) };
    default:
      return result;
  }
}

const seen = ({ fieldNames }: FakeVault, name: string): string =>
  fieldNames[Number(/^field_(\d+)$/.exec(name)?.[1] ?? 0) - 1] ?? name;

/** The name in plain of a field that is seen under this one. */
export function plain({ fieldNames }: FakeVault, name: string): string {
  const at = fieldNames.indexOf(name);
  return at === -1 ? name : `field_${at + 1}`;
}

async function openSaved(result: SaveResult, vault: FakeVault): Promise<SaveResult> {
  if (result.kind === 'step_left') return { kind: 'step_left', outcome: await opened(result.outcome, vault) };
  if (result.kind !== 'saved') return result;
  const { address, ...rest } = result;
  return { ...rest, post_login_url: (await textsOf(address)).url ?? rest.post_login_url };
}

/** The steps of a login, with results as who may see it reads them. */
export const openedSteps = (
  steps: BrowserActivities & PageActivities,
  vault: FakeVault,
): BrowserActivities & PageActivities => ({
  ...steps,
  async openLogin(ref) {
    const result = await steps.openLogin(ref);
    return 'page' in result ? { page: result.page, outcome: await opened(result.outcome, vault) } : result;
  },
  fillFields: async (step) => opened(await steps.fillFields(step), vault),
  chooseOption: async (step) => opened(await steps.chooseOption(step), vault),
  lookAtPage: async (step) => opened(await steps.lookAtPage(step), vault),
  saveSession: async (step) => openSaved(await steps.saveSession(step), vault),
});
