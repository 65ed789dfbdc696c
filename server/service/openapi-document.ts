/** The OpenAPI 3.1 document, made from the routes themselves: what is checked and what is described is one thing. */
import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../../contract/errors/errors.js';
import type { Answer, Needs, Route } from '../http/route.js';
import { errorSchema } from '../schemas/common.js';

type Json = Record<string, unknown>;

/** Named schemas of one document, collected while it is made. */
class Components {
  readonly schemas: Record<string, Json> = {};

  /** A reference to a named schema; any other stands where it is used. */
  use(schema: z.ZodType): Json {
    const {
      $schema: _,
      $defs,
      id,
      ...json
    } = z.toJSONSchema(schema, {
      target: 'draft-2020-12',
      // What a query's text is turned into.
      io: 'output',
      unrepresentable: 'any',
    }) as Json;
    for (const [name, definition] of Object.entries(($defs ?? {}) as Record<string, Json>)) this.#add(name, definition);
    if (typeof id !== 'string') return relocate(json) as Json;
    this.#add(id, json);
    return { $ref: `#/components/schemas/${id}` };
  }

  #add(name: string, { id: _, ...definition }: Json): void {
    this.schemas[name] = relocate(definition) as Json;
  }
}

/** References of JSON Schema to where OpenAPI keeps named schemas. */
function relocate(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(relocate);
  if (typeof json !== 'object' || json === null) return json;
  const entries = Object.entries(json).map(([key, value]) => [
    key,
    key === '$ref' ? String(value).replace('#/$defs/', '#/components/schemas/') : relocate(value),
  ]);
  return Object.fromEntries(entries);
}

const SECURITY: Readonly<Record<Needs, readonly Json[]>> = {
  admin: [{ accessKey: ['admin'] }],
  orchestrate: [{ accessKey: ['orchestrate'] }],
  answer: [{ accessKey: ['answer'] }],
  invocation: [{ accessKey: ['answer'] }, { invocationToken: [] }],
  nothing: [],
};

const PAGE_HEADERS = {
  'X-Has-More': { schema: { type: 'boolean' }, description: 'Whether there is another page' },
  'X-Next-Offset': { schema: { type: 'integer' }, description: 'Where the next page starts; 0 on the last one' },
};

function contentOf(answer: Answer, components: Components): Json {
  if (answer === null) return {};
  if ('type' in answer) return { content: { [answer.type]: { schema: { type: 'string' } } } };
  const schema = 'json' in answer ? components.use(answer.json) : { type: 'array', items: components.use(answer.list) };
  return {
    ...('list' in answer ? { headers: PAGE_HEADERS } : {}),
    content: { 'application/json': { schema } },
  };
}

function errorsOf(route: Route, error: Json): Record<string, Json> {
  const codes: ErrorCode[] = [
    ...route.errors,
    ...(route.query || route.body ? (['invalid_input'] as const) : []),
    ...(route.body ? ([route.bodyLimit?.code ?? 'request_too_large', 'unsupported_media_type'] as const) : []),
    ...(route.needs === 'nothing' ? [] : (['unauthorized', 'forbidden'] as const)),
    ...(['too_many_requests', 'internal_error', 'worker_unavailable'] as const),
  ];
  const describe = (status: number): Json => ({
    description: codes.filter((code) => ERRORS[code].status === status).join(', '),
    content: { 'application/json': { schema: error } },
  });
  return Object.fromEntries(codes.map((code) => [ERRORS[code].status, describe(ERRORS[code].status)]));
}

function parametersOf(route: Route, components: Components): Json[] {
  const inPath = route.path.includes('{id}')
    ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
    : [];
  if (!route.query) return inPath;
  const { properties = {} } = components.use(route.query) as { properties?: Record<string, Json> };
  const inQuery = Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
  return [...inPath, ...inQuery];
}

function operationOf(route: Route, components: Components): Json {
  const error = components.use(errorSchema);
  const parameters = parametersOf(route, components);
  return {
    summary: route.summary,
    security: SECURITY[route.needs],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: { content: { 'application/json': { schema: components.use(route.body) } } } } : {}),
    responses: {
      [route.status]: { description: 'Success', ...contentOf(route.answer, components) },
      ...errorsOf(route, error),
    },
  };
}

/** @returns an OpenAPI 3.1 document of these routes */
export function openApiDocument(routes: readonly Route[]): Json {
  const components = new Components();
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route, components) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'temporal-agent-auth',
      version: '1',
      description: "Logged-in browser sessions for agents and automations. Compatible with Kernel's agents.auth API.",
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    components: {
      schemas: components.schemas,
      securitySchemes: {
        accessKey: { type: 'http', scheme: 'bearer', description: 'An access key, `aak....`' },
        invocationToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Answer of exchange' },
      },
    },
  };
}
