/** What answers at the address of a provider, and is none: each has a code and a sentence, in time, and tells nothing of what it said. */
import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import type { Provider } from '../../../activities/providers/index.js';
import { PROVIDER_KINDS } from '../../../activities/providers/registry.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';

const TOKEN = 'canary-token-7QzX';
const VALUE = 'canary-value-7QzX';
const DRIP_MS = 40;
const KINDS = {
  onepassword_connect: (host: string) => ({ host }),
  bitwarden: (url: string) => ({ url }),
  hashicorp_vault: (url: string) => ({ url }),
  http: (url: string) => ({ url }),
} as const;

type Say = (socket: Socket) => void;

/** Says the same to everybody who asks. */
async function at(say: Say): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', (chunk) => {
      asked.push(chunk.toString());
      say(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, asked };
}

const answer =
  (status: string, headers: readonly string[], body: string | Buffer = ''): Say =>
  (socket) => {
    const length = `content-length: ${Buffer.byteLength(body)}`;
    socket.write(`HTTP/1.1 ${status}\r\n${[...headers, length, 'connection: close'].join('\r\n')}\r\n\r\n`);
    socket.end(body);
  };
const JSON_TYPE = 'content-type: application/json';
const json = (text: string): Say => answer('200 OK', [JSON_TYPE], text);
const drip =
  (head: string): Say =>
  (socket) => {
    socket.write(head);
    const timer = setInterval(() => socket.write(' '), DRIP_MS);
    socket.on('close', () => clearInterval(timer));
  };
const PAGE = `<!doctype html><title>Sign in</title><p>${TOKEN} ${VALUE}`;

const ANSWERS: Readonly<Record<string, Say>> = {
  'a page': answer('200 OK', ['content-type: text/html'], PAGE),
  'a page that says it is JSON': json(PAGE),
  'a page with a status of its own': answer('418 no', ['content-type: text/html'], PAGE),
  'a page of a proxy that asks for its password': answer('407 Proxy', ['proxy-authenticate: Basic'], PAGE),
  'a refusal in HTML': answer('401 no', ['set-cookie: a=b', 'content-type: text/html'], PAGE),
  'nothing, as it says': answer('204 No Content', []),
  'nothing, though it says 200': json(''),
  blanks: json(' \r\n\t '),
  null: json('null'),
  'a number': json('4711'),
  'a text': json(JSON.stringify(VALUE)),
  'the prototype of all': json(`{"__proto__":{"items":[],"data":{}},"vaults":7,"${VALUE}":1}`),
  'a member twice, of which the last is none': json('{"items":[],"vaults":[],"items":7,"vaults":7,"data":7,"data":7}'),
  'half an answer': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\ncontent-length: 5000\r\n\r\n{"items":[{"title":"${VALUE}`);
    socket.end();
  },
  'nests without end': json('['.repeat(200_000)),
  'bytes that are no text': json(Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0xc3, 0x28]).toString('latin1')),
  'UTF-16': answer('200 OK', [JSON_TYPE], Buffer.from('\ufeff{"items":[],"vaults":[]}', 'utf16le')),
  'what says that it is compressed': answer('200 OK', [JSON_TYPE, 'content-encoding: gzip'], `{"${VALUE}":1}`),
  'what is compressed, in part': answer(
    '200 OK',
    [JSON_TYPE, 'content-encoding: gzip'],
    gzipSync(`{"${VALUE}":1}`).subarray(0, 20),
  ),
  'another protocol': (socket) => socket.end(`SSH-2.0-OpenSSH_9.2 ${VALUE}\r\n`),
  'two lengths': (socket) =>
    socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 5\r\n\r\n{"${VALUE}":1}`),
  'a header without end': (socket) => socket.end(`HTTP/1.1 200 OK\r\nx: ${VALUE.repeat(20_000)}\r\n\r\n{}`),
  'a status that is none': answer('999 ?', [JSON_TYPE], '{}'),
  'a switch to another protocol': (socket) =>
    socket.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  'a connection that is closed': (socket) => socket.destroy(),
  'a body that drips': drip(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\ncontent-length: 100000\r\n\r\n`),
  'headers that drip': drip('HTTP/1.1 200 OK\r\nx:'),
};

/** @param timeoutMs of one request */
const open = (kind: keyof typeof KINDS, url: string, timeoutMs: number): Provider =>
  PROVIDER_KINDS[kind].open({ token: TOKEN, settings: KINDS[kind](url) }, { folder: '/nowhere', timeoutMs });

async function refusal(work: Promise<unknown>): Promise<AgentAuthError> {
  const error = await work.then(
    () => new Error('it was taken for an answer'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AgentAuthError)) throw error;
  expect(error.code).toMatch(/^provider_/);
  const said = [error.message, error.next, JSON.stringify(error.details), error.stack, String(error.cause)].join('\n');
  expect(said).not.toContain(TOKEN);
  expect(said).not.toContain(VALUE);
  return error;
}

const kinds = Object.keys(KINDS) as (keyof typeof KINDS)[];

it.each(Object.entries(ANSWERS))('%s is no answer', async (_, say) => {
  const { url } = await at(say);
  await Promise.all(
    kinds.flatMap((kind) => {
      const provider = open(kind, url, DRIP_MS * 8);
      return [provider.check(), provider.list(), provider.read({ vault_id: 'v', item_id: 'i' })].map(refusal);
    }),
  );
});

it.each(['301', '302', '303', '307', '308'])('a redirect (%s) takes the token nowhere', async (status) => {
  const elsewhere = await at(json('{"items":[],"vaults":[]}'));
  const { url } = await at(answer(`${status} there`, [`location: ${elsewhere.url}/?token=${TOKEN}`]));
  for (const kind of kinds)
    expect((await refusal(open(kind, url, 2000).list())).details).toMatchObject({ reason: 'redirect' });
  expect(elsewhere.asked).toEqual([]);
});

it.each<[string, Say]>([
  ['large', json(`{"items":[${`"${'x'.repeat(65_000)}",`.repeat(600)}1]}`)],
  ['small, and large once it is unpacked', answer('200 OK', ['content-encoding: gzip'], gzipSync('x'.repeat(2 ** 26)))],
])('an answer that is too %s is not read to its end', async (_, say) => {
  const { url } = await at(say);
  expect((await refusal(open('http', url, 10_000).list())).details).toEqual({ reason: 'too_large' });
});

it.each(['', 'soon', '-5', '99999999999999999999', 'Thu, 01 Jan 1970 00:00:00 GMT', '1e9', '0'])(
  'is asked to wait for "%s": between a second and a day',
  async (text) => {
    const { url } = await at(answer('429 slow', [`retry-after: ${text}`], '{}'));
    for (const kind of kinds) {
      const { code, details } = await refusal(open(kind, url, 2000).list());
      expect(code).toBe('provider_rate_limited');
      const left = Date.parse(String(details.until)) - Date.now();
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(86_400_000);
    }
  },
);
