import type { Command } from 'commander';
import type { Cli } from '../../action.js';
import { remove } from './delete.js';
import { ensure } from './ensure.js';
import { list } from './list.js';
import { reauth } from './reauth.js';
import { reportExpired } from './report-expired.js';
import { show } from './show.js';

export function agents(parent: Command, cli: Cli): void {
  const group = parent.command('agents').description('Who keeps profiles logged in.');
  for (const add of [list, show, ensure, reportExpired, reauth, remove]) add(group, cli);
}
