import type { Selectable } from 'kysely';
import { AgentAuthError } from '../../../contract/index.js';
import type { Db } from '../store/transaction.js';
import type { WebhooksTable } from './tables.js';

export type WebhookRow = Selectable<WebhooksTable>;

/** @throws AgentAuthError `webhook_not_found` */
export async function findWebhook(db: Db, id: string): Promise<WebhookRow> {
  const row = await db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new AgentAuthError('webhook_not_found');
  return row;
}
