import { z } from 'zod';
import { type Route, route } from '../http/route.js';
import { openApiDocument } from './openapi-document.js';

/** Describes the routes that it is given, and itself. */
export function openApi(routes: readonly Route[]): Route {
  const own: Route = route({
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document',
    needs: 'nothing',
    status: 200,
    answer: { json: z.looseObject({ openapi: z.string() }) },
    errors: [],
    // Made when it is first asked for: it takes as long as half of the server's start.
    handle: async () => (document ??= openApiDocument([...routes, own])),
  });
  let document: ReturnType<typeof openApiDocument> | undefined;
  return own;
}
