import type { Command } from 'commander';
import type { Cli } from '../../action.js';
import { create } from './create.js';
import { remove } from './delete.js';
import { list } from './list.js';
import { show } from './show.js';
import { update } from './update.js';

export function credentials(parent: Command, cli: Cli): void {
  const group = parent.command('credentials').description('What logins are made with.');
  for (const add of [create, list, show, update, remove]) add(group, cli);
}
