import { z } from 'zod';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { parse } from '../../../contract/schemas/parse.js';
import { answerOf, ask, type HttpAnswer } from '../shared/ask.js';
import { listVaults } from '../shared/lists.js';
import { checkHeaderToken, serverAddress } from '../shared/settings.js';
import type { ProviderKind, ProviderPlace } from '../types.js';
import { isInUse, itemValuesOf, overviewOf } from './item.js';
import { FULL_ITEM, ITEMS, VAULTS } from './schemas.js';

const SETTINGS = z.strictObject({ host: serverAddress });

const segment = (id: string): string => encodeURIComponent(id);

/** A 1Password Connect server of the operator's own, by its REST interface. */
export const onepasswordConnect: ProviderKind = {
  open({ token, settings }, { timeoutMs }: ProviderPlace) {
    const { host } = parse(SETTINGS, settings);
    checkHeaderToken(token);
    let answered = false;
    const request = (path: string): Promise<HttpAnswer> =>
      ask(new URL(`v1/${path}`, host), { headers: { authorization: `Bearer ${token}` }, timeoutMs });
    const get = async <T>(schema: z.ZodType<T>, path: string): Promise<T> => {
      let answer = await request(path);
      // A server that has just started refuses its first request, whatever the token.
      if (answer.status === 401 && !answered) answer = await request(path);
      answered = true;
      return answerOf(schema, answer);
    };
    const vaults = () => get(VAULTS, 'vaults');
    return {
      check: vaults,
      list: async (known = () => null) =>
        listVaults(await vaults(), known, async (vault) => {
          const items = await get(ITEMS, `vaults/${segment(vault.id)}/items`);
          return items.filter(isInUse).map((item) => overviewOf(item, vault));
        }),
      async read({ vault_id, item_id }) {
        const item = await get(FULL_ITEM, `vaults/${segment(vault_id)}/items/${segment(item_id)}`);
        if (!isInUse(item)) throw new AgentAuthError('provider_item_not_found');
        return itemValuesOf(item);
      },
    };
  },
};
