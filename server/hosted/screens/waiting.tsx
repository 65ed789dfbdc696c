import { useEffect, useState } from 'preact/hooks';
import { Emblem, Working } from '../parts/notice.js';
import { Page } from '../parts/page.js';
import type { HostedState } from '../session/state.js';
import { type Strings, sayTime, useStrings } from '../strings/index.js';

interface Props {
  readonly state: HostedState;
}

const SLOW_MS = 15_000;

/** The site's sign-in page is being opened. */
export function Discovering({ state }: Props) {
  const { discovering } = useStrings();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Page heading={discovering.heading} domain={state.domain}>
      <p class="lead" role="status">
        {slow ? discovering.slow : discovering.lead}
      </p>
      <Working />
    </Page>
  );
}

function submittingWords(strings: Strings, { timeline }: HostedState): { heading: string; lead: string } {
  const { heading, lead, saving, codeHeading, codeLead } = strings.submitting;
  const last = timeline.at(-1);
  if (last?.event === 'code_waiting' && last.until !== undefined)
    return { heading: codeHeading, lead: codeLead(sayTime(last.until, strings, true)) };
  return { heading, lead: last?.event === 'saving' ? saving : lead };
}

/** What was entered is being typed, or the site is thinking about it. */
export function Submitting({ state }: Props) {
  const { heading, lead } = submittingWords(useStrings(), state);
  return (
    <Page heading={heading} domain={state.domain}>
      <p class="lead" role="status">
        {lead}
      </p>
      <Working />
    </Page>
  );
}

/** The site waits for something that happens elsewhere. */
export function External({ state }: Props) {
  const { external } = useStrings();
  return (
    <Page heading={external.heading} domain={state.domain} emblem={<Emblem icon="phone" tone="calm" alive />}>
      <p class="lead strong" role="status">
        {state.external_action_message ?? external.fallback}
      </p>
      <p class="note">{external.lead}</p>
    </Page>
  );
}
