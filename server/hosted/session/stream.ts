import { EventSourceParserStream } from 'eventsource-parser/stream';
import { invocationPath, type Session } from './request.js';
import { type HostedState, readState } from './state.js';

/** The server sends the state at once; nothing by then means that something in between holds the stream back. */
const FIRST_MS = 5_000;
/** The server sends a heartbeat well within this time; more silence is a dead connection, as after a phone was asleep. */
const SILENCE_MS = 45_000;

/**
 * States as the server sends them (WHATWG server-sent events). `EventSource` can't carry the token, which must not stand in an address;
 * hence fetch. Ends when the stream does, whatever the reason: the caller asks by itself then.
 */
export async function* openStream(session: Session, signal: AbortSignal): AsyncGenerator<HostedState, void> {
  const ended = new AbortController();
  const giveUp = (): void => ended.abort();
  signal.addEventListener('abort', giveUp, { once: true });
  let silence = setTimeout(giveUp, FIRST_MS);
  try {
    const response = await fetch(`${invocationPath(session.invocationId)}/events`, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${session.jwt}` },
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: ended.signal,
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (!response.ok || !isStream || response.body === null) return;
    const heard = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        clearTimeout(silence);
        silence = setTimeout(giveUp, SILENCE_MS);
        controller.enqueue(chunk);
      },
    });
    const events = response.body
      .pipeThrough(heard)
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream())
      .getReader();
    for (let next = await events.read(); !next.done; next = await events.read()) {
      if (next.value.event === 'state') yield readState(next.value.data);
    }
  } catch {
    // Nothing got through, or the connection broke.
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', giveUp);
    ended.abort();
  }
}
