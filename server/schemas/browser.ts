import { z } from 'zod';
import { text, time } from './common.js';
import { profile } from './profile.js';

const viewport = z.strictObject({
  width: z.int().min(200).max(7680),
  height: z.int().min(200).max(4320),
  refresh_rate: z.int().min(1).max(240).optional(),
});

export const browserCreate = z
  .strictObject({
    profile: z
      .strictObject({ id: text.optional(), name: text.optional(), save_changes: z.boolean().optional() })
      .optional(),
    headless: z.boolean().optional(),
    stealth: z.boolean().optional().meta({ description: 'Taken for compatibility; changes nothing' }),
    timeout_seconds: z.int().min(10).max(259_200).optional().meta({ description: 'Of idleness. Default 60' }),
    viewport: viewport.optional(),
  })
  .meta({ id: 'BrowserRequest' });

export const browser = z
  .object({
    session_id: z.string(),
    cdp_ws_url: z.string().meta({ description: 'For connectOverCDP. Whoever has it drives the browser' }),
    created_at: time,
    headless: z.boolean(),
    stealth: z.boolean(),
    timeout_seconds: z.number(),
    profile: profile.optional(),
    viewport: viewport.optional(),
  })
  .meta({ id: 'Browser' });
