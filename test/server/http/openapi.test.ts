import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../../server/routes.js';
import { joinTestStack, type TestStack } from '../../support/stack.js';
import { runs } from '../../support/variants.js';
import { type JsonSchema, matching, misfitting, resolver } from './generate.js';
import { type Answer, type Ask, adminKey, asker, startTestServer, type TestServer } from './support.js';

/** As many requests for each operation. Few operations start something; those that do are cheap. */
const REQUESTS = runs(4, 60);
const CANARY = 'canary-9c1f';

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: JsonSchema }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: JsonSchema }> };
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: JsonSchema }> }>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Omit<Operation, 'path' | 'method'>>>;
  readonly components: { readonly schemas: Record<string, JsonSchema> };
}

let stack: TestStack;
let server: TestServer;
let ask: Ask;
let key: string;
let document: Document;
beforeAll(async () => {
  stack = await joinTestStack();
  server = await startTestServer(stack, { maxBrowsers: 0 });
  ask = asker(server.url);
  key = await adminKey(stack);
  document = (await ask('GET', '/openapi.json')).body as unknown as Document;
  await stack.auth.credentials.create({ name: 'stored', domain: 'example.com', values: { password: CANARY } });
});
afterAll(async () => {
  await server?.stop();
  await stack?.stop();
});

const OPERATIONS = ROUTES.map(({ method, path }) => ({ method: method.toLowerCase(), path }));

describe('the document', () => {
  it('names every route, and nothing else', () => {
    expect(document.openapi).toBe('3.1.0');
    const named = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(named.sort()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it('holds every schema that it refers to', () => {
    const names = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      (match) => match[1]!,
    );
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !(name in document.components.schemas))).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('#/$defs/');
  });
});

/** Names of what is there, of what is not, and what should never be one. */
const ids = fc.oneof(
  fc.constantFrom('stored', 'nobody', 'agent_example.com_p', `inv_${'x'.repeat(22)}`, '...', '%00', '%', 'a%0d%0ab: c'),
  // Dots alone are taken out of an address before it is asked for.
  fc
    .string({ maxLength: 300 })
    .filter((text) => !/^\.{0,2}$/.test(text))
    .map(encodeURIComponent),
);

const tokens = (): fc.Arbitrary<string | null> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(key) }, fc.constantFrom(null, 'canary-key', `${key}x`));

/** Requests as the document describes them, and such that it does not. */
function requestsTo({ path, parameters = [], requestBody }: Operation): fc.Arbitrary<Parameters<Ask>> {
  const resolve = resolver(document.components.schemas);
  const schema = requestBody?.content['application/json']?.schema;
  const bodies = schema
    ? fc.oneof(
        { weight: 3, arbitrary: matching(schema, resolve) },
        { weight: 2, arbitrary: misfitting(schema, resolve) },
        { weight: 1, arbitrary: fc.string({ maxLength: 200 }) },
      )
    : fc.constant(undefined);
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  const queries = fc.record(
    Object.fromEntries(
      inQuery.map(({ name, schema: of }) => [
        name,
        fc.oneof(matching(of, resolve).map(String), fc.string({ maxLength: 30 })),
      ]),
    ),
    { requiredKeys: [] },
  );
  return fc.tuple(ids, queries, bodies, tokens()).map(([id, query, body, shown]) => {
    const search = new URLSearchParams(query as Record<string, string>).toString();
    return ['', `${path.replace('{id}', id)}${search && `?${search}`}`, shown, body] as unknown as Parameters<Ask>;
  });
}

/** What is wrong with an answer; null where nothing is. */
function wrongWith(answer: Answer, operation: Operation): string | null {
  const { status, text, body } = answer;
  if (status >= 500) return `${status} ${text}`;
  if (text.includes(CANARY) || server.log.some((line) => line.includes(CANARY))) return 'a secret';
  if (!(status in operation.responses) && status !== 404) return `${status} is not in the document: ${text}`;
  const isError = status >= 400;
  if (isError && (typeof body.code !== 'string' || typeof (body as { message?: unknown }).message !== 'string'))
    return `an error of another shape: ${text}`;
  return null;
}

it.each([
  ['POST', '/credentials', { name: 'typed', domain: 'example.com', values: { email: 'x\r\ny' } }],
  ['PATCH', '/credentials/stored', { values: { email: 'x\r\ny' } }],
])('%s %s refuses a value that no field takes as the document says', async (method, path, body) => {
  const { status, body: said } = await ask(method, path, key, body);
  expect(said.code).toBe('untypable_value');
  const { responses } = document.paths[path.replace('/stored', '/{id}')]![method.toLowerCase()]!;
  expect(Object.keys(responses)).toContain(String(status));
});

it('what the document describes is taken', async () => {
  const made = await ask('POST', '/agents/auth', key, { domain: 'example.com', profile_name: 'p' });
  expect(made).toMatchObject({ status: 200, body: { id: 'agent_example.com_p', status: 'NEEDS_AUTH' } });
  expect(await ask('POST', '/profiles', key, {})).toMatchObject({ status: 201 });
  expect(await ask('GET', '/agents/auth?domain=example.com', key)).toMatchObject({ body: [{ profile_name: 'p' }] });
});

describe('requests made from the document', () => {
  it.each(OPERATIONS)(
    '$method $path: never a failure, never a secret',
    { timeout: 120_000 },
    async ({ method, path }) => {
      const operation = { ...document.paths[path]![method]!, path, method };
      const requests = fc.sample(requestsTo(operation), REQUESTS);
      const wrong: string[] = [];
      // Several at a time, as a server is asked.
      const next = requests[Symbol.iterator]();
      const client = async () => {
        for (const [, address, shown, body] of next) {
          const problem = wrongWith(await ask(method.toUpperCase(), address, shown, body), operation);
          if (problem) wrong.push(`${address} ${JSON.stringify(body)}: ${problem}`);
        }
      };
      await Promise.all(Array.from({ length: 8 }, client));
      expect(wrong).toEqual([]);
    },
  );
});
