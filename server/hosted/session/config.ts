import { ask } from './request.js';

/** What the operator decides about the page. */
export interface HostedConfig {
  /** Origins that `success_url` and `error_url` may name. */
  readonly allowed_return_urls: readonly string[];
}

/** Without an answer nobody is sent anywhere. */
export async function readConfig(): Promise<HostedConfig> {
  const answer = await ask('/hosted/config.json', null);
  return answer.ok ? ((await answer.response.json()) as HostedConfig) : { allowed_return_urls: [] };
}
