import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { Deadline } from './parts/deadline.js';
import { Site } from './parts/site.js';
import { type Model, screenOf } from './screen.js';
import { Consent } from './screens/consent.js';
import { Ended, Failed, Gone, Opening, Success, Unreachable, Unsupported } from './screens/endings.js';
import { Closed, Done, Taken } from './screens/links.js';
import { Question } from './screens/question.js';
import { Discovering, External, Submitting } from './screens/waiting.js';
import { readConfig } from './session/config.js';
import type { Link } from './session/link.js';
import { type ReturnUrls, returnUrl } from './session/return-url.js';
import { hasEnded } from './session/state.js';
import { LANGUAGES, StringsContext, stringsFor, useStrings } from './strings/index.js';
import { type HostedSession, useSession } from './use-session.js';

export function App({ link }: { readonly link: Link }) {
  const [strings, setStrings] = useState(() =>
    stringsFor([...(link.lang === null ? [] : [link.lang]), ...navigator.languages]),
  );
  const session = useSession(link);
  const back = useReturnUrls(link);
  // With the words, not after them: who reads them aloud asks which language they are in.
  useLayoutEffect(() => {
    document.documentElement.lang = strings.locale;
  }, [strings]);
  return (
    <StringsContext.Provider value={strings}>
      <main>
        <Header model={session.model} />
        <CurrentScreen link={link} session={session} back={back} />
      </main>
      <footer>
        <LiveStatus model={session.model} />
        {LANGUAGES.filter((other) => other !== strings).map((other) => (
          <button key={other.locale} type="button" class="plain" lang={other.locale} onClick={() => setStrings(other)}>
            {other.name}
          </button>
        ))}
      </footer>
    </StringsContext.Provider>
  );
}

function useReturnUrls({ successUrl, errorUrl }: Link): ReturnUrls {
  const [allowed, setAllowed] = useState<readonly string[]>([]);
  useEffect(() => {
    if (successUrl === null && errorUrl === null) return;
    void readConfig().then((config) => setAllowed(config.allowed_return_urls));
  }, [successUrl, errorUrl]);
  return useMemo(
    () => ({ success: returnUrl(successUrl, allowed), error: returnUrl(errorUrl, allowed) }),
    [successUrl, errorUrl, allowed],
  );
}

const Header = ({ model }: { readonly model: Model }) =>
  model.kind === 'open' ? <Site domain={model.state.domain} profile={model.state.profile_name} /> : null;

/** How long there is, and whether the line stands. */
function LiveStatus({ model }: { readonly model: Model }) {
  const strings = useStrings();
  if (model.kind !== 'open' || hasEnded(model.state)) return null;
  return (
    <>
      <span role="status" class="lost">
        {!model.connected && strings.lost}
      </span>
      <Deadline at={model.state.expires_at} />
    </>
  );
}

interface Current {
  readonly link: Link;
  readonly session: HostedSession;
  readonly back: ReturnUrls;
}

function CurrentScreen({ link, session, back }: Current) {
  const { model } = session;
  if (model.kind === 'opening') return <Opening />;
  if (model.kind === 'unsupported') return <Unsupported />;
  if (model.kind === 'unreachable') return <Unreachable retry={session.retry} />;
  if (model.kind === 'gone') return <Gone />;
  if (model.kind === 'closed') return <Closed open={session.open} />;
  if (model.kind === 'taken') return <Taken link={link} />;
  if (model.kind === 'done') return <Done />;
  const { state, trouble } = model;
  switch (screenOf(model)) {
    case 'consent':
      return <Consent state={state} consent={session.consent} />;
    case 'discovering':
      return <Discovering state={state} />;
    case 'question':
      return <Question key={state.question} state={state} trouble={trouble} answer={session.answer} />;
    case 'external':
      return <External state={state} />;
    case 'success':
      return <Success state={state} back={back.success} />;
    case 'failed':
      return <Failed state={state} back={back.error} />;
    case 'ended':
      return <Ended state={state} back={back.error} />;
    default:
      return <Submitting state={state} />;
  }
}
