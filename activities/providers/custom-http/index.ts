import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { parse } from '../../../contract/schemas/parse.js';
import { answerOf, ask } from '../shared/ask.js';
import { ITEM_ANSWER, ITEMS_ANSWER, VAULTS_ANSWER } from '../shared/protocol.js';
import { serverAddress } from '../shared/settings.js';
import type { ProviderKind } from '../types.js';

const SETTINGS = z.strictObject({ url: serverAddress });

/**
 * A server of one's own that answers three requests. Each is signed with the token, which itself is never sent: HMAC-SHA256 (RFC 2104) over
 * method, path and time.
 */
export const customHttp: ProviderKind = {
  open({ token, settings }, { timeoutMs }) {
    const { url } = parse(SETTINGS, settings);
    const get = async <T>(schema: z.ZodType<T>, path: string): Promise<T> => {
      const address = new URL(path, url);
      const timestamp = String(Math.floor(Date.now() / 1000));
      const signed = `GET\n${address.pathname}\n${timestamp}`;
      const signature = createHmac('sha256', token).update(signed).digest('hex');
      const headers = { 'x-agent-auth-timestamp': timestamp, 'x-agent-auth-signature': signature };
      return answerOf(schema, await ask(address, { headers, timeoutMs }));
    };
    return {
      check: () => get(VAULTS_ANSWER, 'vaults'),
      list: () => get(ITEMS_ANSWER, 'items'),
      read: ({ vault_id, item_id }) =>
        get(ITEM_ANSWER, `vaults/${encodeURIComponent(vault_id)}/items/${encodeURIComponent(item_id)}`),
    };
  },
};
