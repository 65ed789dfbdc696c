import { z } from 'zod';
import { id, paging } from './parts.js';

export const recipes = {
  list: paging,
  forget: z.strictObject({ id }),
};
