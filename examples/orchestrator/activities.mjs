import { AgentAuth } from 'temporal-agent-auth';

/**
 * Uses the session; here without a browser. The session itself stays in this activity, and so does the address behind the login: what an activity
 * answers is kept in history.
 *
 * @param {string} agentId
 * @param {string} profileName
 * @returns {Promise<string>}
 */
export async function readTitle(agentId, profileName) {
  const auth = await AgentAuth.connect();
  try {
    const { post_login_url, domain: site } = await auth.agents.auth.retrieve(agentId);
    const url = post_login_url ?? `https://${site}/`;
    const { cookies } = await auth.profiles.storageState(profileName);
    const { hostname } = new URL(url);
    const own = cookies.filter(({ domain }) => `.${hostname}`.endsWith(`.${domain.replace(/^\./, '')}`));
    const cookie = own.map(({ name, value }) => `${name}=${value}`).join('; ');
    const page = await fetch(url, { headers: { cookie }, redirect: 'manual' });
    return /<title>(.*?)<\/title>/s.exec(await page.text())?.[1]?.trim() ?? '';
  } finally {
    await auth.close();
  }
}
