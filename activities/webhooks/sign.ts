import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/**
 * Signatures of a message as Standard Webhooks has them (`v1`, HMAC-SHA256), one for each secret that signs now.
 * @param timestamp of this try, in seconds since the epoch
 */
export const signatures = (id: string, timestamp: number, body: string, secrets: readonly string[]): string =>
  secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
    })
    .join(' ');
