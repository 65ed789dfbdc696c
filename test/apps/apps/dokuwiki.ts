import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { servePhp } from '../php.js';
import { debian } from '../sources/debian.js';

const USER = { username: 'keeper', password: 'a long enough passphrase' };
const FOLDERS = [
  'pages',
  'attic',
  'media',
  'media_attic',
  'meta',
  'media_meta',
  'cache',
  'index',
  'locks',
  'tmp',
  'log',
];

/** DokuWiki: everybody reads, a link leads to the login; a PHP session, and a cookie that remembers the user. */
export const dokuWiki: App = {
  name: 'dokuwiki',
  source: debian('dokuwiki', 'php-cli'),
  async start(root, data) {
    const [conf, saved, sessions] = ['conf', 'saved', 'sessions'].map((name) => join(data, name)) as [
      string,
      string,
      string,
    ];
    for (const folder of [conf, sessions, ...FOLDERS.map((name) => join(saved, name))]) {
      await mkdir(folder, { recursive: true });
    }
    const settings = { useacl: 1, superuser: USER.username, savedir: saved, title: 'Orchard wiki' };
    const lines = Object.entries(settings).map(([name, value]) => `$conf['${name}'] = ${JSON.stringify(value)};`);
    await writeFile(join(conf, 'local.php'), `<?php\n${lines.join('\n')}\n`);
    await writeFile(join(conf, 'acl.auth.php'), '* @ALL 1\n* @user 8\n');
    const hash = createHash('sha1').update(USER.password).digest('hex');
    await writeFile(join(conf, 'users.auth.php'), `${USER.username}:${hash}:The Keeper:user@example.com:user\n`);
    await writeFile(join(saved, 'pages', 'start.txt'), '====== Orchard ======\nApples and pears.\n');

    const port = await freePort(0);
    const server = await servePhp({
      root,
      documents: join(root, 'usr/share/dokuwiki'),
      data,
      port,
      prelude: `define('DOKU_CONF', '${conf}/'); ini_set('session.save_path', '${sessions}');`,
    });
    return {
      port,
      loginPath: '/doku.php',
      values: USER,
      totpSecret: null,
      passwordsSent: 1,
      home: { path: '/doku.php', signedIn: '.action.logout', signedOut: '.action.login' },
      async expireSessions() {
        await rm(sessions, { recursive: true });
        await mkdir(sessions);
        // The keys of the cookies that remember a user.
        for (const key of ['_htcookiesalt', '_htcookiesalt2']) await rm(join(saved, 'meta', key), { force: true });
      },
      stop: () => server.stop(),
    };
  },
};
