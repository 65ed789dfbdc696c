/** Attacks by sites, and by what is asked of the product there. */
import { randomBytes } from 'node:crypto';
import { AgentAuthError } from '../../client/index.js';
import { type Attack, NotTried, type Target } from './target.js';

const sent = ({ site }: Target, value: string): number => site.received.filter((line) => line.includes(value)).length;
const newPassword = (): string => `canary${randomBytes(9).toString('hex')}`;

export const BY_SITES: readonly Attack[] = [
  {
    threat: 'a site that hands what is typed on to another one (a redirect with its body)',
    async attack(target) {
      const { auth, canaries, site } = target;
      const { invocation_id } = await target.login('/moves');
      await auth.agents.auth.invocations.submit(invocation_id, { field_values: { password: canaries.password } });
      const { error_code } = await auth.agents.auth.invocations.wait(invocation_id);
      if (!site.received.some((line) => line.startsWith('POST /moved')))
        throw new NotTried(`the login did not get that far: ${error_code}`);
      return site.taken.length > 0 ? 'another site was sent the password' : null;
    },
  },
  {
    threat: 'a password of an identity provider at the site’s own form',
    async attack(target) {
      const password = newPassword();
      await target.loginWith({ sso_provider: 'google', values: { email: target.canaries.email, password } });
      return sent(target, password) > 0 ? 'it was typed there' : null;
    },
  },
  {
    threat: 'a refused password that is sent again by itself',
    async attack(target) {
      const password = newPassword();
      const values = { email: `${newPassword()}@example.com`, password };
      const { error_code } = await target.loginWith({ values }, '/refuses');
      if (sent(target, password) === 0) throw new NotTried(`it was not sent once: ${error_code}`);
      // The same account by another credential.
      await target.loginWith({ values }, '/refuses');
      return sent(target, password) > 1 ? 'it was sent again' : null;
    },
  },
  {
    threat: 'names that a path or an object takes specially',
    async attack({ auth, site, undo }) {
      for (const name of ['.', '..', '__proto__', '../attacks', 'attacks/..']) {
        const made = auth.credentials.create({ name, domain: site.host, values: { email: 'a@example.com' } });
        const code = await made.then(
          () => null,
          (error: unknown) => (error instanceof AgentAuthError ? error.code : String(error)),
        );
        if (code === null) undo(() => auth.credentials.delete(name));
        if (code !== 'invalid_name' && code !== 'invalid_input') return `${name}: ${code ?? 'was taken'}`;
      }
      return null;
    },
  },
];
