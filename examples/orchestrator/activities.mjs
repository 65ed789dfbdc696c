import { AgentAuth } from 'temporal-agent-auth';

/**
 * Uses the session; here without a browser. The session itself stays in this activity: what an activity answers is kept in history.
 *
 * @param {string} profileName
 * @param {string} url
 * @returns {Promise<string>}
 */
export async function readTitle(profileName, url) {
  const auth = await AgentAuth.connect();
  try {
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
