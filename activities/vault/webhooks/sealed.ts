/** What of a webhook is encrypted: its address and its secrets. */
import { randomBytes } from 'node:crypto';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import type { WebhookRow } from './find.js';

/** The address is written over in its place. */
const ONLY_VERSION = 1;
/** Of 24 to 64, as Standard Webhooks has it. */
const SECRET_BYTES = 32;

/** `whsec_` and base64, as Standard Webhooks has it. */
export const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

const at = (id: string, field: 'url' | 'secret', version: number) => ({ table: 'webhooks', id, field, version });

export const sealUrl = (ctx: VaultContext, db: Db, id: string, url: string): Promise<string> =>
  ctx.records.seal(db, at(id, 'url', ONLY_VERSION), url);

export const sealSecret = (ctx: VaultContext, db: Db, id: string, version: number, secret: string): Promise<string> =>
  ctx.records.seal(db, at(id, 'secret', version), secret);

export const openUrl = async (ctx: VaultContext, db: Db, { id, url }: WebhookRow): Promise<string> =>
  (await ctx.records.open(db, at(id, 'url', ONLY_VERSION), url)).toString();

/** The secrets that sign now, the newest first. */
export async function openSecrets(ctx: VaultContext, db: Db, row: WebhookRow): Promise<readonly string[]> {
  const { id, version, secret, previous_secret, previous_until } = row;
  const opened = [await ctx.records.open(db, at(id, 'secret', version), secret)];
  if (previous_secret !== null && previous_until !== null && previous_until > ctx.clock()) {
    opened.push(await ctx.records.open(db, at(id, 'secret', version - 1), previous_secret));
  }
  return opened.map(String);
}
