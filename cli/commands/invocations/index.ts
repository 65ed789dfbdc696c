import type { Command } from 'commander';
import type { Cli } from '../../action.js';
import { cancel } from './cancel.js';
import { follow } from './follow.js';
import { list } from './list.js';
import { show } from './show.js';
import { submit } from './submit.js';

export function invocations(parent: Command, cli: Cli): void {
  const group = parent.command('invocations').description('Single logins.');
  for (const add of [list, show, follow, submit, cancel]) add(group, cli);
}
