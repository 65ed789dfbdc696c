import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { php } from './php.js';
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

/**
 * Makes a database and the user that it belongs to.
 * @param socket of MariaDB
 * @param data folder of this run
 */
export async function makeDatabase(
  { program, env }: Awaited<ReturnType<typeof php>>,
  socket: string,
  data: string,
  { name, user }: { readonly name: string; readonly user: { readonly username: string; readonly password: string } },
): Promise<void> {
  const script = join(data, 'database.php');
  await writeFile(
    script,
    `<?php
    mysqli_report(MYSQLI_REPORT_ALL);
    $db = new mysqli('localhost', 'root', '', '', 0, '${socket}');
    $db->query("CREATE USER '${user.username}'@'localhost' IDENTIFIED BY '${user.password}'");
    $db->query("CREATE DATABASE ${name}");
    $db->query("GRANT ALL ON ${name}.* TO '${user.username}'@'localhost'");
    `,
  );
  await runCommand(program, [script], { cwd: data, env });
}
