import type { Command } from 'commander';
import type { Cli } from '../../action.js';
import { check } from './check.js';
import { forget } from './forget.js';
import { list } from './list.js';

export function recipes(parent: Command, cli: Cli): void {
  const group = parent
    .command('recipes')
    .description('How to log in to sites: what you wrote, and what logins have learned.');
  for (const add of [check, list, forget]) add(group, cli);
}
