/** More about how a login ended than its code. What its workflow says of that is shown and nothing else, and only in the form that it has to have. */
import { z } from 'zod';
import { PROXY_FAULTS } from '../../../contract/address/proxy.js';
import { STOP_REASONS } from '../../../contract/agent/stop.js';
import type { InvocationRecord } from '../../../contract/index.js';
import { STOPPED_ADD, STOPPED_HOW } from '../../../contract/invocation/invocation.js';
import type { CloseInvocation } from '../../../contract/steps.js';

const details = {
  error_details: z.union([
    z.strictObject({
      host: z.string().regex(/^[\w.:[\]-]{1,300}$/),
      how: z.enum(STOPPED_HOW),
      add: z.enum(STOPPED_ADD),
    }),
    z.strictObject({ why: z.enum(PROXY_FAULTS) }),
  ]),
  stopped: z.strictObject({ why: z.enum(STOP_REASONS), until: z.iso.datetime().nullable() }),
};

type EndDetails = Pick<InvocationRecord, 'error_details' | 'stopped'>;

/** As the vault keeps them; null where there are none. */
export function writeEndDetails({ error_details, stopped }: CloseInvocation): string | null {
  const told = {
    error_details: details.error_details.safeParse(error_details).data,
    stopped: details.stopped.safeParse(stopped).data,
  };
  const text = JSON.stringify(told);
  return text === '{}' ? null : text;
}

export const readEndDetails = (text: string | null): EndDetails => (text === null ? {} : JSON.parse(text));
