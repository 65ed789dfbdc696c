import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { serve, serveAnew } from '../serve.js';
import { debian, librariesIn } from '../sources/debian.js';

const USER = { username: 'keeper', password: 'a long enough passphrase' };
/** Of its key derivation. */
const ROUNDS = 100_000;

/** qBittorrent: another page at the same address once somebody is logged in; sessions in the memory of its server. */
export const qBittorrent: App = {
  name: 'qbittorrent',
  source: debian('qbittorrent-nox'),
  async start(root, data) {
    const port = await freePort(0);
    const settings = join(data, 'qBittorrent/config');
    await mkdir(settings, { recursive: true });
    await writeFile(join(settings, 'qBittorrent.conf'), settingsFor(port));
    const env = { ...(await librariesIn(root)), HOME: data };
    const run = () => serve(join(root, 'usr/bin/qbittorrent-nox'), [`--profile=${data}`], { at: port, env, cwd: data });
    const server = await serveAnew(run, async () => undefined);
    return {
      port,
      loginPath: '/',
      values: USER,
      totpSecret: null,
      passwordsSent: 1,
      home: { path: '/', signedIn: '#desktopNavbar', signedOut: 'input[type="password"]' },
      ...server,
    };
  },
};

function settingsFor(port: number): string {
  const salt = randomBytes(16);
  const hash = pbkdf2Sync(USER.password, salt, ROUNDS, 64, 'sha512');
  const stored = [salt, hash].map((part) => part.toString('base64')).join(':');
  return `[LegalNotice]
Accepted=true
[Preferences]
WebUI\\Address=127.0.0.1
WebUI\\Port=${port}
WebUI\\LocalHostAuth=true
WebUI\\HostHeaderValidation=false
WebUI\\Username=${USER.username}
WebUI\\Password_PBKDF2="@ByteArray(${stored})"
`;
}
