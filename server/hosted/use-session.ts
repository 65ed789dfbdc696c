import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Model, OpenModel } from './screen.js';
import { canSeal } from './session/can-seal.js';
import { follow, type News } from './session/follow.js';
import type { Link } from './session/link.js';
import { forgetCode, forgetSession, keptSession, openSession, renewSession } from './session/open-session.js';
import type { Session } from './session/request.js';
import { type HostedState, hasEnded } from './session/state.js';
import { type PersonsAnswer, submit } from './session/submit.js';
import type { Trouble } from './session/trouble.js';

const consentKey = (invocationId: string): string => `agent-auth.consent.${invocationId}`;

/** A page that the browser loads ahead of time must not use up the link: nobody may ever look at it. */
const untilLookedAt = (): Promise<void> =>
  new Promise((resolve) => {
    if (!('prerendering' in document) || !document.prerendering) resolve();
    else document.addEventListener('prerenderingchange', () => resolve(), { once: true });
  });

/** What this page answered was turned down: its link entitles to nothing (any more). */
const wasAnsweredInVain = ({ answered, state }: OpenModel, now: HostedState): boolean =>
  answered !== null && now.last_rejected?.code === 'not_entitled' && now.last_rejected.at !== state.last_rejected?.at;

function take(model: Model, news: News, session: Session): Model {
  if (news.kind === 'gone') return { kind: 'gone' };
  const before = model.kind === 'open' ? model : null;
  if (news.kind === 'lost') return before === null ? { kind: 'unreachable' } : { ...before, connected: false };
  const consented = before?.consented ?? sessionStorage.getItem(consentKey(session.invocationId)) !== null;
  const fresh: OpenModel = {
    kind: 'open',
    session,
    state: news.state,
    consented,
    answered: null,
    trouble: null,
    connected: true,
  };
  if (before === null) return fresh;
  // A poll can overtake the stream: what is older than what is shown says nothing.
  if (news.state.version < before.state.version) return { ...before, connected: true };
  const moved = news.state.version > before.state.version;
  if (moved && wasAnsweredInVain(before, news.state)) return { kind: 'gone' };
  const answered = news.state.question === before.state.question ? before.answered : null;
  return { ...before, state: news.state, connected: true, answered, trouble: moved ? null : before.trouble };
}

const kindOf = (why: Trouble): 'gone' | 'taken' | 'done' | 'unreachable' =>
  why === 'gone' || why === 'taken' || why === 'done' ? why : 'unreachable';

export interface HostedSession {
  readonly model: Model;
  /** The person wants to open a link that lasts. */
  open(): void;
  consent(): void;
  /** @returns whether the answer was accepted */
  answer(answer: PersonsAnswer): Promise<void>;
  retry(): void;
}

/** The one-time code becomes a session, and the session a stream of states. */
export function useSession(link: Link): HostedSession {
  const [model, setModel] = useState<Model>({ kind: 'opening' });
  const [attempt, setAttempt] = useState(0);
  const [clicked, setClicked] = useState(false);

  useEffect(() => {
    const leaving = new AbortController();
    const run = async (): Promise<void> => {
      await untilLookedAt();
      if (!(await canSeal())) return setModel({ kind: 'unsupported' });
      if (link.lasts && !clicked && keptSession(link.invocationId, sessionStorage) === null)
        return setModel({ kind: 'closed' });
      const opened = await openSession(link, sessionStorage);
      if (!opened.ok) return setModel({ kind: kindOf(opened.why) });
      let session: Session | null = opened.session;
      while (session !== null) session = await followUntilGone(session);
    };
    /** @returns what to go on with, where a token has run out and there is another one */
    const followUntilGone = async (session: Session): Promise<Session | null> => {
      for await (const news of follow(session, leaving.signal)) {
        const renewed = news.kind === 'gone' ? await renewSession(session, sessionStorage) : null;
        if (renewed !== null) {
          setModel((now) => (now.kind === 'open' ? { ...now, session: renewed } : now));
          return renewed;
        }
        setModel((now) => take(now, news, session));
        if (news.kind === 'gone') forgetSession(link.invocationId, sessionStorage);
        if (news.kind === 'state' && hasEnded(news.state)) forgetCode(link.invocationId, sessionStorage);
      }
      return null;
    };
    run().catch(() => setModel({ kind: 'unreachable' }));
    return () => leaving.abort();
  }, [link, attempt, clicked]);

  const consent = useCallback(() => {
    sessionStorage.setItem(consentKey(link.invocationId), 'given');
    setModel((now) => (now.kind === 'open' ? { ...now, consented: true } : now));
  }, [link]);

  const answer = useCallback(
    async (given: PersonsAnswer) => {
      if (model.kind !== 'open') return;
      const { session, state } = model;
      const why = await submit(session, state, given);
      setModel((now) => {
        if (now.kind !== 'open') return now;
        if (why === 'gone') return { kind: 'gone' };
        return why === null ? { ...now, answered: state.version, trouble: null } : { ...now, trouble: why };
      });
    },
    [model],
  );

  const open = useCallback(() => {
    setModel({ kind: 'opening' });
    setClicked(true);
  }, []);

  const retry = useCallback(() => {
    setModel({ kind: 'opening' });
    setAttempt((count) => count + 1);
  }, []);

  return { model, open, consent, answer, retry };
}
