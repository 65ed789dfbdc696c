import { z } from 'zod';
import { type Route, route } from '../http/route.js';
import { openApiDocument } from './openapi-document.js';

/** Describes the routes that it is given, and itself. */
export function openApi(routes: readonly Route[]): Route {
  const own = route({
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document',
    needs: 'nothing',
    status: 200,
    answer: { json: z.looseObject({ openapi: z.string() }) },
    errors: [],
    handle: async () => document,
  });
  const document = openApiDocument([...routes, own]);
  return own;
}
