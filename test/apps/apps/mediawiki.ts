import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { php, servePhp } from '../php.js';
import { runCommand } from '../serve.js';
import { debian } from '../sources/debian.js';
import { changeDatabase } from '../sqlite.js';

const USER = { username: 'Keeper', password: 'a long enough passphrase' };
const TOTP_SECRET = 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU';

/** MediaWiki with its extension for two-factor authentication: the code on a page of its own; reads are public, names start in upper case. */
export const mediaWiki: App = {
  name: 'mediawiki',
  source: debian('mediawiki', 'php-cli', 'php-sqlite3', 'php-mbstring', 'php-xml', 'php-intl'),
  async start(root, data) {
    const port = await freePort(0);
    const documents = join(root, 'usr/share/mediawiki');
    const settings = join(data, 'LocalSettings.php');
    const { program, env } = await php(root, data);
    const maintain = (script: string, ...args: string[]): Promise<void> =>
      runCommand(program, [join(documents, 'maintenance', script), ...args], { cwd: documents, env });
    const database = ['--dbtype=sqlite', '--dbname=wiki', `--dbpath=${data}`];
    const place = ['--scriptpath=', `--confpath=${data}`, `--server=http://localhost:${port}`];
    await maintain('install.php', ...database, ...place, `--pass=${USER.password}`, 'Orchard wiki', USER.username);
    await appendFile(settings, "\n$wgServer = WebRequest::detectServer();\nwfLoadExtension('OATHAuth');\n");
    await maintain('update.php', '--quick', `--conf=${settings}`);
    const keys = JSON.stringify({ keys: [{ secret: TOTP_SECRET, scratch_tokens: [] }] });
    await changeDatabase(
      join(data, 'wiki.sqlite'),
      "INSERT INTO oathauth_users (id, module, data) SELECT user_id, 'totp', ? FROM user WHERE user_name = ?",
      [keys, USER.username],
    );
    const server = await servePhp({ root, documents, data, port, prelude: `define('MW_CONFIG_FILE', '${settings}');` });
    return {
      port,
      loginPath: '/index.php',
      values: USER,
      totpSecret: TOTP_SECRET,
      passwordsSent: 1,
      home: { path: '/index.php', signedIn: '#pt-logout', signedOut: '#pt-login' },
      expireSessions: () => maintain('invalidateUserSessions.php', `--conf=${settings}`, `--user=${USER.username}`),
      stop: () => server.stop(),
    };
  },
};
