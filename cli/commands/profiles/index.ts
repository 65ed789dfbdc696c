import type { Command } from 'commander';
import type { Cli } from '../../action.js';
import { remove } from './delete.js';
import { exportProfile } from './export.js';
import { importProfile } from './import.js';
import { list } from './list.js';
import { show } from './show.js';

export function profiles(parent: Command, cli: Cli): void {
  const group = parent.command('profiles').description('Saved browser sessions.');
  for (const add of [list, show, exportProfile, importProfile, remove]) add(group, cli);
}
