import type { AgentAuth, Profile } from '../../client/index.js';
import { callerOf, hasCode, openBrowserSession, remember } from '../../client/internal.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { stillHolds } from '../access/admit.js';
import type { Admitted } from '../access/admitted.js';
import { route } from '../http/route.js';
import { browser, browserCreate } from '../schemas/browser.js';
import type { Standing } from './browsers.js';
import { showBrowser } from './show.js';

const DEFAULT_TIMEOUT_SECONDS = 60;
/** How long what was seen of the profile of a browser counts. */
const LOOK_MS = 60_000;

/**
 * Nothing of ours stands between this browser and the network, so that sites would see another address than that of the agents' proxies.
 * @throws AgentAuthError `proxy_unavailable`
 */
async function refuseProxies(auth: AgentAuth, profile_name: string): Promise<void> {
  for await (const { id, proxy } of auth.agents.auth.list({ profile_name }))
    if (proxy !== null) throw new AgentAuthError('proxy_unavailable', { why: 'remote_browser', agent: id });
}

/** A profile that was deleted takes its session along; one whose agent got a proxy is not used past that. */
async function lookAt(auth: AgentAuth, { id, name }: Profile): Promise<Standing> {
  try {
    await auth.profiles.retrieve(id);
    await refuseProxies(auth, name);
    return 'holds';
  } catch (error) {
    if (hasCode(error, 'profile_not_found')) return 'over';
    // Where nobody can tell at the moment, it goes on.
    return hasCode(error, 'proxy_unavailable') ? 'ends' : 'holds';
  }
}

/** Whether what a browser was started by is still so. A key that was revoked may save no more. */
function standingOf(auth: AgentAuth, caller: Admitted, profile: Profile | null): () => Promise<Standing> {
  const look = async () => ({ standing: profile === null ? 'holds' : await lookAt(auth, profile), at: Date.now() });
  const seen = remember<{ standing: Standing; at: number }>(look, ({ at }) => Date.now() - at < LOOK_MS);
  return async () => ((await stillHolds(caller)) ? (await seen.get()).standing : 'over');
}

/**
 * Needs `admin`: who controls a Chromium through its debugger can read every file of the user that it runs as, among them the first
 * access key.
 */
export const createBrowser = route({
  method: 'POST',
  path: '/browsers',
  summary: 'Starts a Chromium with the session of a profile',
  needs: 'admin',
  body: browserCreate,
  status: 200,
  answer: { json: browser },
  errors: [
    'profile_not_found',
    'profile_in_use',
    'proxy_unavailable',
    'too_many_browsers',
    'browser_error',
    'tool_missing',
  ],
  async handle({ auth, body, caller, services }) {
    const { profile: wanted, headless = true, stealth = false } = body;
    const idOrName = wanted?.id ?? wanted?.name;
    if (wanted && idOrName === undefined)
      throw new AgentAuthError('invalid_input', { fields: ['profile.name'], problems: ['profile.name: is missing'] });
    const profile = idOrName === undefined ? null : await auth.profiles.retrieve(idOrName);
    if (profile !== null) await refuseProxies(auth, profile.name);
    const opened = profile && (await openBrowserSession(callerOf(auth), profile.id, wanted?.save_changes === true));
    const started = await services.browsers.start({
      owner: caller.id,
      standing: standingOf(auth, caller, profile),
      headless,
      stealth,
      timeoutSeconds: body.timeout_seconds ?? DEFAULT_TIMEOUT_SECONDS,
      viewport: body.viewport ? { width: body.viewport.width, height: body.viewport.height } : null,
      profile,
      session: opened?.session ?? null,
      saveChanges: opened && wanted?.save_changes ? opened.save : null,
      lease: opened,
    });
    return showBrowser(started, services.url);
  },
});
