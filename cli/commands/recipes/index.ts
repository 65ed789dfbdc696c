import type { Command } from 'commander';
import type { Cli } from '../../lib/action.js';
import { check } from './check.js';

export function recipes(parent: Command, cli: Cli): void {
  const group = parent.command('recipes').description('How to log in to sites that are not read right by themselves.');
  for (const add of [check]) add(group, cli);
}
