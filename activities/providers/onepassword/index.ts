import { z } from 'zod';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { parse } from '../../../contract/schemas/parse.js';
import { listVaults } from '../shared/lists.js';
import { answerInvalid, limitedForAbout, unavailable } from '../shared/trouble.js';
import type { ProviderKind } from '../types.js';
import { isInUse, isLogin, itemValuesOf, overviewOf } from './item.js';
import type { Failure, Question } from './messages.js';
import { ITEM, OVERVIEWS, VAULTS } from './schemas.js';
import { SdkThread } from './sdk-thread.js';

/** Everything stands in the token. */
const SETTINGS = z.strictObject({});

/** Requests of a token are counted by the hour. The SDK does not say since when: an hour from now the hour is over. */
const LIMITED_SECONDS = 3600;

/** A list comes in one piece, however large its vault is: it may take as many times as long as another answer. */
const LIST_TIMES = 3;

function errorOf(failure: Failure): AgentAuthError {
  switch (failure) {
    case 'token_invalid':
      return new AgentAuthError('provider_token_invalid');
    case 'forbidden':
      return new AgentAuthError('provider_forbidden');
    case 'gone':
      return new AgentAuthError('provider_item_not_found');
    case 'rate_limited':
      return limitedForAbout(LIMITED_SECONDS);
    case 'timeout':
    case 'unreachable':
    case 'server_error':
      return unavailable(failure);
    case 'unreadable':
      return answerInvalid('unexpected');
    case 'conflict':
    case 'unknown':
      return unavailable('failed');
  }
}

/**
 * 1Password by a service account, with 1Password's own SDK.
 * @param file the program of the SDK's thread
 */
export const onepasswordIn = (file: URL): ProviderKind => ({
  open({ token, settings }, { timeoutMs }) {
    parse(SETTINGS, settings);
    if (token === '') throw new AgentAuthError('invalid_input', { fields: ['token'], problems: ['token: is missing'] });
    const thread = new SdkThread(file, token);
    const ask = async <T>(schema: z.ZodType<T>, question: Question, limitMs = timeoutMs): Promise<T> => {
      const reply = await thread.ask(question, limitMs);
      if ('failure' in reply) {
        if (reply.failure === 'unknown' || reply.failure === 'unreadable') thread.restart();
        throw errorOf(reply.failure);
      }
      const read = schema.safeParse(reply.answer);
      if (!read.success) throw answerInvalid('unexpected');
      return read.data;
    };
    const vaults = () => ask(VAULTS, { ask: 'vaults' });
    return {
      check: vaults,
      list: async (known = () => null) =>
        listVaults(await vaults(), known, async (vault) => {
          const found = await ask(OVERVIEWS, { ask: 'items', vault_id: vault.id }, timeoutMs * LIST_TIMES);
          return found.filter(isInUse).map((item) => overviewOf(item, vault));
        }),
      async read({ vault_id, item_id }) {
        const item = await ask(ITEM, { ask: 'item', vault_id, item_id });
        if (!isLogin(item)) throw new AgentAuthError('provider_item_not_found');
        return itemValuesOf(item);
      },
      close: () => thread.close(),
    };
  },
});

/** Node runs no TypeScript in a thread: the sources, too, start the one that was built. */
const BUILT = import.meta.url.endsWith('.ts')
  ? '../../../dist/activities/providers/onepassword/thread.js'
  : './thread.js';

export const onepassword: ProviderKind = onepasswordIn(new URL(BUILT, import.meta.url));
