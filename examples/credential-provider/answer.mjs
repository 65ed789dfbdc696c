import { createHmac, timingSafeEqual } from 'node:crypto';

/** How old a signed request may be, so that one that was overheard is of no use later. */
const MAX_AGE_SECONDS = 300;

/**
 * Whether a request was signed with the token: HMAC-SHA256 over method, path and time.
 * @param {import('node:http').IncomingMessage} request
 * @param {string} token
 */
function isSigned({ method, url, headers }, token) {
  const timestamp = String(headers['x-agent-auth-timestamp']);
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= MAX_AGE_SECONDS)) return false;
  const expected = createHmac('sha256', token).update(`${method}\n${url}\n${timestamp}`).digest();
  const given = Buffer.from(String(headers['x-agent-auth-signature']), 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * What may be listed: nothing that is secret.
 * @param {any} item
 */
const overview = ({ id, title, vault, urls, values, totp, version }) => ({
  id,
  title,
  vault: { id: vault, name: vault },
  urls,
  username: values.username,
  has_password: Boolean(values.password),
  has_totp: Boolean(totp),
  version,
});

/**
 * Answers the three requests of a provider of the type `http`.
 * @param {readonly any[]} items what people keep: id, title, vault, urls, values, totp, version
 * @param {string} token
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
export function answer(items, token, request, response) {
  /**
   * @param {number} status
   * @param {unknown} body
   */
  const send = (status, body) =>
    response
      .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify(body));
  if (!isSigned(request, token)) return send(401, { error: 'not signed' });
  const [kind, vault, , id] = String(request.url).split('/').slice(1).map(decodeURIComponent);
  if (kind === 'items') return send(200, { items: items.map(overview) });
  if (kind !== 'vaults') return send(404, { error: 'no such address' });
  if (id === undefined) {
    const names = [...new Set(items.map((item) => item.vault))];
    return send(200, { vaults: names.map((name) => ({ id: name, name })) });
  }
  const item = items.find((one) => one.vault === vault && one.id === id);
  if (item === undefined) return send(404, { error: 'no such item' });
  return send(200, { item: { values: item.values, totp: item.totp, version: item.version } });
}
