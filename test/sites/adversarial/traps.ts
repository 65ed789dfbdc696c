import { changing } from './changing.js';
import { elsewhere } from './elsewhere.js';
import { fields } from './fields.js';
import { frames } from './frames.js';
import type { Trap } from './trap.js';

export const TRAPS: readonly Trap[] = [...elsewhere, ...frames, ...fields, ...changing];
