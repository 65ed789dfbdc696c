import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { serveMariaDb } from '../mariadb.js';
import { php, servePhp } from '../php.js';
import { runCommand } from '../serve.js';
import { debian } from '../sources/debian.js';

const USER = { username: 'keeper', password: 'a long enough passphrase' };

/** WordPress: sets a cookie to see whether the browser takes it, and shakes its form when it refuses. */
export const wordPress: App = {
  name: 'wordpress',
  source: debian('wordpress', 'php-cli', 'php-mysql', 'mariadb-server-core'),
  async start(root, data) {
    const port = await freePort(0);
    // It reads its settings from where it lies.
    const documents = join(data, 'wordpress');
    await cp(join(root, 'usr/share/wordpress'), documents, { recursive: true });
    const { program, env } = await php(root, data);
    const database = await serveMariaDb(root, data, env);
    await writeFile(join(documents, 'wp-config.php'), settings(database.socket));
    const maintain = async (code: string): Promise<void> => {
      const script = join(data, 'maintain.php');
      await writeFile(script, `<?php\n${code}\n`);
      await runCommand(program, [script], { cwd: documents, env });
    };
    await maintain(
      `mysqli_report(MYSQLI_REPORT_ALL);
      (new mysqli('localhost', 'root', '', '', 0, '${database.socket}'))->query('CREATE DATABASE wordpress');
      define('WP_INSTALLING', true);
      require 'wp-load.php';
      require 'wp-admin/includes/upgrade.php';
      wp_install('Orchard', '${USER.username}', 'keeper@example.com', true, '', '${USER.password}');`,
    );
    const server = await servePhp({ root, documents, data, port });
    return {
      port,
      loginPath: '/wp-login.php',
      values: USER,
      totpSecret: null,
      passwordsSent: 1,
      home: { path: '/wp-admin/', signedIn: '#wpadminbar', signedOut: '#loginform' },
      expireSessions: () => maintain("require 'wp-load.php'; WP_Session_Tokens::destroy_all_for_all_users();"),
      async stop() {
        await server.stop();
        await database.stop();
      },
    };
  },
};

/** It asks nobody outside, and takes the address that the browser took. */
const settings = (socket: string): string => `<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:${socket}');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('WP_SITEURL', 'http://' . ($_SERVER['HTTP_HOST'] ?? 'localhost'));
define('WP_HOME', WP_SITEURL);
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
  define($name . '_KEY', $name . ' key of an orchard');
  define($name . '_SALT', $name . ' salt of an orchard');
}
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`;
