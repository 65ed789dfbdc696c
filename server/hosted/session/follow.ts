import { ask, invocationPath, type Session } from './request.js';
import { type HostedState, hasEnded, readState } from './state.js';
import { openStream } from './stream.js';

/** What following brings: a state, the news that the connection is lost for now, or the end of the right to ask. */
export type News =
  | { readonly kind: 'state'; readonly state: HostedState }
  | { readonly kind: 'lost' }
  | { readonly kind: 'gone' };

/** As often as a state is asked for while it can't be streamed. */
const POLL_MS = 2_000;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    // Back online: there is no reason to wait any longer.
    addEventListener('online', done, { once: true });
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });

/** How often to ask before another try, where a stream brought nothing: a proxy in between may hold it back for good. */
const POLLS_WITHOUT_STREAM = 8;

async function look({ invocationId, jwt }: Session): Promise<News> {
  const answer = await ask(invocationPath(invocationId), jwt);
  if (answer.ok) return { kind: 'state', state: readState(await answer.response.text()) };
  return { kind: answer.why === 'gone' ? 'gone' : 'lost' };
}

const isLast = (news: News): boolean => news.kind === 'gone' || (news.kind === 'state' && hasEnded(news.state));

/** The state now and each newer one, until the flow has ended: streamed, and polled where a stream does not get through. */
export async function* follow(session: Session, signal: AbortSignal): AsyncGenerator<News, void> {
  while (!signal.aborted) {
    let polls = POLLS_WITHOUT_STREAM;
    for await (const state of openStream(session, signal)) {
      yield { kind: 'state', state };
      if (hasEnded(state)) return;
      polls = 1;
    }
    for (; polls > 0 && !signal.aborted; polls -= 1) {
      const news = await look(session);
      yield news;
      if (isLast(news)) return;
      await pause(POLL_MS, signal);
    }
  }
}
