import { userInfo } from 'node:os';
import { join } from 'node:path';
import { runCommand, type Serving, serve } from './serve.js';

/**
 * Starts the MariaDB that was unpacked, on a socket alone; its user `root` needs no password.
 * @param root folder into which Debian's packages were unpacked
 * @param data folder of this run
 * @param env in which it finds its libraries
 */
export async function serveMariaDb(
  root: string,
  data: string,
  env: Readonly<Record<string, string>>,
): Promise<Serving & { readonly socket: string }> {
  const basedir = `--basedir=${join(root, 'usr')}`;
  const datadir = `--datadir=${join(data, 'mariadb')}`;
  const user = `--user=${userInfo().username}`;
  const socket = join(data, 'mariadb.sock');
  await runCommand(
    join(root, 'usr/bin/mariadb-install-db'),
    ['--no-defaults', basedir, datadir, user, '--auth-root-authentication-method=normal', '--skip-test-db', '--force'],
    { cwd: data, env },
  );
  const args = ['--no-defaults', basedir, datadir, user, `--socket=${socket}`, '--skip-networking'];
  const { stop } = await serve(join(root, 'usr/sbin/mariadbd'), args, { at: socket, cwd: data, env });
  return { socket, stop };
}
