import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { AgentAuthInvocation } from '../../client/index.js';
import { anySignal } from '../../contract/machine/any-signal.js';
import { whenOver } from '../access/while-admitted.js';
import { route } from '../http/route.js';
import { showInvocation } from './show.js';

/** Shorter than what proxies in between take for a dead connection. */
const HEARTBEAT_MS = 15_000;
/** After a stop: come back then. Milliseconds. */
const COME_BACK_MS = 1_000;

async function send(stream: SSEStreamingApi, states: AsyncIterable<AgentAuthInvocation>): Promise<void> {
  for await (const state of states) {
    await stream.writeSSE({ event: 'state', id: String(state.version), data: JSON.stringify(showInvocation(state)) });
  }
}

/** The state now and each newer one, until the login has ended (WHATWG HTML section 9.2, server-sent events). */
export const streamInvocation = route({
  method: 'GET',
  path: '/agents/auth/invocations/{id}/events',
  summary: 'Streams the state of a login: event `state`, data as retrieve answers it',
  needs: 'invocation',
  status: 200,
  answer: { type: 'text/event-stream' },
  errors: ['invocation_not_found'],
  async handle({ services, caller, id, context }) {
    // What can't be followed is refused before the stream begins.
    await services.watches.state(id);
    context.header('X-Accel-Buffering', 'no');
    return streamSSE(context, async (stream) => {
      const gone = new AbortController();
      stream.onAbort(() => gone.abort());
      const either = anySignal([gone.signal, services.stopping]);
      const beat = setInterval(() => void stream.writeSSE({ event: 'heartbeat', data: '{}' }), HEARTBEAT_MS);
      const check = whenOver(caller, () => gone.abort());
      try {
        await send(stream, services.watches.states(id, either.signal));
        if (services.stopping.aborted) await stream.writeSSE({ event: 'stopping', data: '{}', retry: COME_BACK_MS });
      } finally {
        clearInterval(beat);
        check.end();
        either.release();
      }
    });
  },
});
