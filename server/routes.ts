import { AGENT_ROUTES } from './agents/routes.js';
import { BROWSER_ROUTES } from './browsers/routes.js';
import { CREDENTIAL_ROUTES } from './credentials/routes.js';
import { EVENT_ROUTES } from './events/routes.js';
import type { Route } from './http/route.js';
import { INVOCATION_ROUTES } from './invocations/routes.js';
import { PROFILE_ROUTES } from './profiles/routes.js';
import { PROVIDER_ROUTES } from './providers/routes.js';
import { openApi } from './service/openapi.js';
import { SERVICE_ROUTES } from './service/routes.js';
import { WEBHOOK_ROUTES } from './webhooks/routes.js';

/** Invocations come before agents: otherwise their path would match as an agent's id. */
const API: readonly Route[] = [
  ...INVOCATION_ROUTES,
  ...AGENT_ROUTES,
  ...CREDENTIAL_ROUTES,
  ...PROFILE_ROUTES,
  ...PROVIDER_ROUTES,
  ...BROWSER_ROUTES,
  ...EVENT_ROUTES,
  ...WEBHOOK_ROUTES,
  ...SERVICE_ROUTES,
];

/** Everything that the server answers, in the order in which addresses are looked up. */
export const ROUTES: readonly Route[] = [...API, openApi(API)];
