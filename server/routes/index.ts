import type { Route } from '../lib/route.js';
import { createAgent } from './agents/create.js';
import { deleteAgent } from './agents/delete.js';
import { listAgents } from './agents/list.js';
import { retrieveAgent } from './agents/retrieve.js';
import { BROWSER_ROUTES } from './browsers/index.js';
import { createCredential } from './credentials/create.js';
import { deleteCredential } from './credentials/delete.js';
import { listCredentials } from './credentials/list.js';
import { retrieveCredential } from './credentials/retrieve.js';
import { credentialTotpCode } from './credentials/totp-code.js';
import { updateCredential } from './credentials/update.js';
import { createInvocation } from './invocations/create.js';
import { streamInvocation } from './invocations/events.js';
import { exchangeCode } from './invocations/exchange.js';
import { createHandoff } from './invocations/handoff.js';
import { listInvocations } from './invocations/list.js';
import { retrieveInvocation } from './invocations/retrieve.js';
import { submitInvocation } from './invocations/submit.js';
import { createProfile } from './profiles/create.js';
import { deleteProfile } from './profiles/delete.js';
import { downloadProfile } from './profiles/download.js';
import { listProfiles } from './profiles/list.js';
import { retrieveProfile } from './profiles/retrieve.js';
import { PROVIDER_ROUTES } from './providers/index.js';
import { healthz } from './service/healthz.js';
import { openApi } from './service/openapi.js';
import { readyz } from './service/readyz.js';

/** Invocations stand before agents: their address would be an agent's id otherwise. */
const API: readonly Route[] = [
  ...[createInvocation, listInvocations, retrieveInvocation, submitInvocation],
  ...[exchangeCode, createHandoff, streamInvocation],
  ...[createAgent, listAgents, retrieveAgent, deleteAgent],
  ...[createCredential, listCredentials, retrieveCredential, updateCredential, deleteCredential, credentialTotpCode],
  ...[createProfile, listProfiles, retrieveProfile, deleteProfile, downloadProfile],
  ...PROVIDER_ROUTES,
  ...BROWSER_ROUTES,
  ...[healthz, readyz],
];

/** Everything that the server answers, in the order in which addresses are looked up. */
export const ROUTES: readonly Route[] = [...API, openApi(API)];
