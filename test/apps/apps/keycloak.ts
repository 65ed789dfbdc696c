import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { serve } from '../serve.js';
import { maven } from '../sources/maven.js';

const VERSION = '26.0.8';
const USER = { username: 'keeper', password: 'a long enough passphrase' };
/** Keycloak takes the secret as the bytes of a text; this is the same one in base32. */
const TOTP_TEXT = 'orchard-of-apples-20';
const ADMIN = { username: 'root', password: 'the passphrase of root' };

/** Keycloak: an account page built by script, which sends to an OpenID provider; the code on a page of its own. */
export const keycloak: App = {
  name: 'keycloak',
  source: maven({
    group: 'org.keycloak',
    artifact: 'keycloak-quarkus-dist',
    version: VERSION,
    type: 'zip',
    build: ['sh', `keycloak-${VERSION}/bin/kc.sh`, 'build', '--db=dev-mem'],
  }),
  async start(install, data) {
    const port = await freePort(0);
    // It writes to where it lies.
    const home = join(data, 'keycloak');
    await cp(join(install, `keycloak-${VERSION}`), home, { recursive: true });
    await mkdir(join(home, 'data/import'), { recursive: true });
    await writeFile(join(home, 'data/import/orchard.json'), JSON.stringify(REALM));
    const started = [
      'start',
      '--optimized',
      '--import-realm',
      '--cache=local',
      '--http-enabled=true',
      '--hostname-strict=false',
    ];
    const server = await serve('sh', [join(home, 'bin/kc.sh'), ...started, `--http-port=${port}`], {
      at: port,
      env: {
        KC_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username,
        KC_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
        JAVA_OPTS_APPEND: '-XX:TieredStopAtLevel=1',
      },
    });
    return {
      port,
      loginPath: '/realms/orchard/account/',
      values: USER,
      totpSecret: base32(TOTP_TEXT),
      passwordsSent: 1,
      home: {
        path: '/realms/orchard/account/',
        signedIn: '[data-testid="username"], #username[readonly]',
        signedOut: 'input[type="password"]',
      },
      expireSessions: () => logoutAll(port),
      stop: () => server.stop(),
    };
  },
};

const REALM = {
  realm: 'orchard',
  enabled: true,
  users: [
    {
      username: USER.username,
      email: 'keeper@example.com',
      emailVerified: true,
      firstName: 'The',
      lastName: 'Keeper',
      enabled: true,
      clientRoles: { account: ['manage-account', 'view-profile'] },
      credentials: [
        { type: 'password', value: USER.password },
        {
          type: 'otp',
          userLabel: 'phone',
          secretData: JSON.stringify({ value: TOTP_TEXT }),
          credentialData: JSON.stringify({
            subType: 'totp',
            digits: 6,
            counter: 0,
            period: 30,
            algorithm: 'HmacSHA1',
          }),
        },
      ],
    },
  ],
};

async function logoutAll(port: number): Promise<void> {
  const origin = `http://127.0.0.1:${port}`;
  const token = await fetch(`${origin}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', ...ADMIN }),
  });
  const { access_token } = (await token.json()) as { access_token: string };
  const answer = await fetch(`${origin}/admin/realms/orchard/logout-all`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}` },
  });
  if (!answer.ok) throw new Error(`Keycloak ends no sessions: ${answer.status}`);
}

/** RFC 4648 section 6, of a length that needs no padding. */
function base32(text: string): string {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)])
    .join('');
}
