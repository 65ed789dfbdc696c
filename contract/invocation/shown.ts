/**
 * What a site wrote, sealed to those who may see the login. Workflows only carry it; who has the invocation's view key opens it. Runs in Node and in
 * browsers.
 */
import { base64url, CompactEncrypt, compactDecrypt } from 'jose';
import { AgentAuthError } from '../errors/errors.js';
import { pad, unpad } from '../sealing/seal.js';
import type {
  InvocationState,
  MfaOption,
  PendingField,
  SealedTexts,
  SignInOption,
  SsoButton,
  SubmitMessage,
  TimelineEvent,
} from './invocation.js';

/** Texts of a page, by the names and ids that stand in plain. */
export interface Shown {
  /** Origin and path. */
  readonly url?: string;
  /** Name of each `field_1`, `field_2` as callers see it: a slug of the label. */
  readonly names?: Readonly<Record<string, string>>;
  readonly fields?: Readonly<Record<string, ShownField>>;
  /** By the id that stands for the selector. */
  readonly sso_buttons?: Readonly<Record<string, Pick<SsoButton, 'label' | 'selector'>>>;
  readonly mfa_options?: readonly MfaOption[];
  readonly sign_in_options?: readonly SignInOption[];
  readonly message?: string;
  readonly website_error?: string;
}

export type ShownField = Pick<PendingField, 'label' | 'selector' | 'placeholder' | 'hint' | 'options'>;

const keyOf = (viewKey: string): Uint8Array => base64url.decode(viewKey);

/**
 * Seals texts to an invocation's view key, which has no other use.
 * @param viewKey 32 bytes, base64url
 * @returns compact JWE (RFC 7516), `dir` with A256GCM, padded like a sealed value
 */
export const sealShown = (shown: Shown, viewKey: string): Promise<string> =>
  new CompactEncrypt(pad(new TextEncoder().encode(JSON.stringify(shown))))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(keyOf(viewKey));

/** @throws AgentAuthError `unreadable_value` */
export async function openShown(sealed: string, viewKey: string): Promise<Shown> {
  try {
    const { plaintext } = await compactDecrypt(sealed, keyOf(viewKey), {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return JSON.parse(new TextDecoder().decode(unpad(plaintext)));
  } catch {
    throw new AgentAuthError('unreadable_value');
  }
}

const nameIn = (names: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(names, name) ? (names[name] ?? name) : name;

const withTexts = (field: PendingField, page: Shown): PendingField => ({
  ...field,
  ...page.fields?.[field.name],
  name: nameIn(page.names ?? {}, field.name),
});

const seenEvent = (
  event: TimelineEvent,
  names: Readonly<Record<string, string>>,
  urls: ReadonlyMap<string, string>,
) => {
  const { shown, ...rest } = event;
  const url = shown === undefined ? undefined : urls.get(shown);
  return {
    ...rest,
    ...(event.fields === undefined ? {} : { fields: event.fields.map((name) => nameIn(names, name)) }),
    ...(url === undefined ? {} : { url }),
  };
};

/** The state without what is sealed in it, for who can't open it. */
export function withoutShown({ shown: _, ...state }: InvocationState): InvocationState {
  return { ...state, timeline: state.timeline.map((event) => seenEvent(event, {}, new Map())) };
}

const TEXTS = ['page', 'error', 'message', 'session'] as const;

/** All that is sealed in a state, opened, by what it is sealed as. */
async function openAll({ shown, timeline }: InvocationState, viewKey: string): Promise<ReadonlyMap<string, Shown>> {
  const sealed = new Set([
    ...TEXTS.flatMap((text) => shown?.[text] ?? []),
    ...timeline.flatMap((event) => event.shown ?? []),
  ]);
  const opened = [...sealed].map(async (text): Promise<[string, Shown]> => [text, await openShown(text, viewKey)]);
  return new Map(await Promise.all(opened));
}

/**
 * The state with the texts of the site in their places, as people and programs read it.
 * @param viewKey of the invocation: the vault's answer to `invocations.viewKey`
 * @throws AgentAuthError `unreadable_value` when they were sealed to another key
 */
export async function openState(state: InvocationState, viewKey: string): Promise<InvocationState> {
  const opened = await openAll(state, viewKey);
  const textOf = (text: keyof SealedTexts): Shown => opened.get(state.shown?.[text] ?? '') ?? {};
  const page = textOf('page');
  const names = page.names ?? {};
  const urls = new Map([...opened].flatMap(([sealed, { url }]) => (url === undefined ? [] : [[sealed, url] as const])));
  const { shown: _, mfa_options, sign_in_options, external_action_message, ...rest } = state;
  return {
    ...rest,
    pending_fields: state.pending_fields.map((field) => withTexts(field, page)),
    submitted_fields: state.submitted_fields.map((name) => nameIn(names, name)),
    pending_sso_buttons: state.pending_sso_buttons.map((button) => ({
      ...button,
      ...page.sso_buttons?.[button.selector],
    })),
    mfa_options: mfa_options.length > 0 ? (page.mfa_options ?? mfa_options) : [],
    sign_in_options: sign_in_options.length > 0 ? (page.sign_in_options ?? sign_in_options) : [],
    external_action_message:
      external_action_message === null ? null : (textOf('message').message ?? external_action_message),
    website_error: textOf('error').website_error ?? state.website_error,
    post_login_url: textOf('session').url ?? state.post_login_url,
    timeline: state.timeline.map((event) => seenEvent(event, names, urls)),
  };
}

type Named = Pick<SubmitMessage, 'field_values' | 'sso_button'>;

/**
 * An answer with the names that the workflow knows: in it fields and buttons have the names of the opened state. What entitles to the answer stays
 * as it is.
 */
export async function plainAnswer<Answer extends Named>(
  state: InvocationState,
  viewKey: string,
  answer: Answer,
): Promise<Answer> {
  const sealed = state.shown?.page;
  if (sealed === undefined) return answer;
  const { names = {}, sso_buttons = {} } = await openShown(sealed, viewKey);
  const { field_values, sso_button } = answer;
  const nameOf = (seen: string): string => Object.keys(names).find((name) => names[name] === seen) ?? seen;
  const buttonOf = (seen: string): string =>
    Object.keys(sso_buttons).find((id) => sso_buttons[id]?.selector === seen) ?? seen;
  return {
    ...answer,
    ...(field_values === undefined
      ? {}
      : {
          field_values: Object.fromEntries(Object.entries(field_values).map(([name, value]) => [nameOf(name), value])),
        }),
    ...(sso_button === undefined ? {} : { sso_button: buttonOf(sso_button) }),
  };
}
