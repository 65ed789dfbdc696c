import { z } from 'zod';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { hasCode } from '../../../contract/errors/has-code.js';
import { parse } from '../../../contract/schemas/parse.js';
import { answerOf, ask, type HttpAnswer } from '../shared/ask.js';
import { listOfReadable } from '../shared/lists.js';
import { readAnswer } from '../shared/read-answer.js';
import { serverAddress } from '../shared/settings.js';
import { rateLimited } from '../shared/trouble.js';
import type { ProviderKind, VaultOverview } from '../types.js';
import { ITEM, isInUse, itemValuesOf, OWN, overviewOf, vaultIdOf } from './item.js';

const SETTINGS = z.strictObject({ url: serverAddress });

const FAILURE = z.object({ success: z.literal(false), message: z.string() });
const listOf = <T extends z.ZodType>(item: T) => z.object({ data: z.object({ data: listOfReadable(item) }) });
const STATUS = z.object({ data: z.object({ template: z.object({ status: z.string() }) }) });
const ORGANIZATIONS = listOf(z.object({ id: z.string(), name: z.string() }));

/** What `bw serve` says where something is wrong, always with the status 400. */
function refuse(answer: HttpAnswer): void {
  if (answer.status !== 400) return;
  const { message } = readAnswer(FAILURE, answer.text);
  if (/rate limit|too many requests/i.test(message)) throw rateLimited(null);
  if (/locked/i.test(message)) throw new AgentAuthError('provider_locked');
  if (/not logged in|master password/i.test(message)) throw new AgentAuthError('provider_token_invalid');
  if (/not found/i.test(message)) throw new AgentAuthError('provider_item_not_found');
}

/** `bw serve` of Bitwarden's command line, which also speaks with Vaultwarden. The token, if there is one, is the master password. */
export const bitwarden: ProviderKind = {
  open({ token, settings }, { timeoutMs }) {
    const { url } = parse(SETTINGS, settings);
    const request = async <T>(schema: z.ZodType<T>, path: string, body?: unknown): Promise<T> => {
      const post = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      } as const;
      const answer = await ask(new URL(path, url), { ...(body === undefined ? {} : post), timeoutMs });
      refuse(answer);
      return answerOf(schema, answer);
    };
    /** Unlocks it where it is locked. The answer holds the key of the session, and is not looked at. */
    const unlocked = async <T>(call: () => Promise<T>): Promise<T> => {
      try {
        return await call();
      } catch (error) {
        if (!hasCode(error, 'provider_locked') || token === '') throw error;
        await request(z.object({ success: z.literal(true) }), 'unlock', { password: token });
        return call();
      }
    };
    const vaults = async (): Promise<VaultOverview[]> => {
      const { data } = await request(ORGANIZATIONS, 'list/object/organizations');
      return [OWN, ...data.data];
    };
    return {
      async check() {
        const { status } = (await request(STATUS, 'status')).data.template;
        if (status === 'unauthenticated') throw new AgentAuthError('provider_token_invalid');
        return unlocked(vaults);
      },
      list: () =>
        unlocked(async () => {
          const known = await vaults();
          const { data } = await request(listOf(ITEM), 'list/object/items');
          return data.data.filter(isInUse).map((item) => overviewOf(item, known));
        }),
      read: ({ vault_id, item_id }) =>
        unlocked(async () => {
          const { data } = await request(z.object({ data: ITEM }), `object/item/${encodeURIComponent(item_id)}`);
          if (!isInUse(data) || vaultIdOf(data) !== vault_id) throw new AgentAuthError('provider_item_not_found');
          return itemValuesOf(data);
        }),
    };
  },
};
