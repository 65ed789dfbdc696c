import { agentId } from '../../../contract/index.js';
import type { LoginRef } from '../../../contract/steps.js';
import { begin, grant, type TestVault } from './vault.js';

/** Logins of a site, each of a profile of its own. */
export async function loginsOn({ admin, vault }: TestVault, site: string, count: number): Promise<LoginRef[]> {
  const refs: LoginRef[] = [];
  for (let n = 0; n < count; n += 1) {
    const profile_name = `${site.replace(/\W/g, '-')}-${n}`;
    const id = agentId(site, profile_name);
    await grant(admin, site, { id, profile_name });
    refs.push((await begin(vault, id)).ref);
  }
  return refs;
}
