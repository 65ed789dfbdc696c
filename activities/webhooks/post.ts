import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressesOf, isPublicAddress, known, type Reaches } from '../browser/index.js';
import type { SendResult } from '../vault/types.js';

const failed = (failure: SendResult['failure'], status: number | null = null): SendResult => ({ status, failure });

function resultOf(status: number): SendResult {
  if (status >= 200 && status < 300) return { status, failure: null };
  return failed(status >= 300 && status < 400 ? 'redirect' : 'status', status);
}

/** What the receiver answers is its status; nothing else of it is read. */
function send(
  url: URL,
  body: string,
  headers: Readonly<Record<string, string>>,
  addresses: Awaited<ReturnType<typeof addressesOf>>,
  signal: AbortSignal,
): Promise<SendResult> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const outgoing = request(url, { method: 'POST', headers, lookup: known(addresses), agent: false, signal });
    outgoing.on('error', () => resolve(failed(signal.aborted ? 'timeout' : 'connection')));
    outgoing.on('response', (response) => {
      resolve(resultOf(response.statusCode ?? 0));
      response.destroy();
    });
    outgoing.end(body);
  });
}

/**
 * Sends a body to an address, at once and without a detour: names are resolved once, to addresses that are checked, redirects are not followed, and
 * without TLS nothing goes out to the public internet.
 */
export async function post(
  url: URL,
  body: string,
  headers: Readonly<Record<string, string>>,
  { reaches, timeoutMs }: { readonly reaches: Reaches; readonly timeoutMs: number },
): Promise<SendResult> {
  const signal = AbortSignal.timeout(timeoutMs);
  const late = sleep(timeoutMs, null, { ref: false });
  const addresses = await Promise.race([addressesOf(url.hostname, reaches), late]);
  if (addresses === null) return failed('timeout');
  const isOpen = url.protocol === 'http:' && addresses.some(({ address }) => isPublicAddress(address));
  if (addresses.length === 0 || isOpen) return failed('address_not_allowed');
  return send(url, body, headers, addresses, signal);
}
