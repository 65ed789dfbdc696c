import { useState } from 'preact/hooks';
import { Emblem } from '../parts/notice.js';
import { Page } from '../parts/page.js';
import type { Link } from '../session/link.js';
import { resend } from '../session/open-session.js';
import { useStrings } from '../strings/index.js';

/** A link that lasts is opened by a click, so that programs which look at links do not open it. */
export function Closed({ open }: { open(): void }) {
  const { closed } = useStrings();
  return (
    <Page heading={closed.heading} emblem={<Emblem icon="link" tone="calm" />}>
      <p class="lead">{closed.lead}</p>
      <button type="button" class="primary" onClick={open}>
        {closed.go}
      </button>
      <p class="note">{closed.note}</p>
    </Page>
  );
}

/** Another browser has opened the link. */
export function Taken({ link }: { readonly link: Link }) {
  const { taken } = useStrings();
  const [sent, setSent] = useState<'not_yet' | 'sending' | 'sent' | 'failed'>('not_yet');
  const send = async (): Promise<void> => {
    setSent('sending');
    setSent((await resend(link)) ? 'sent' : 'failed');
  };
  return (
    <Page heading={taken.heading} emblem={<Emblem icon="link" tone="calm" />}>
      <p class="lead">{taken.lead}</p>
      <p class="lead" role="status">
        {sent === 'sent' ? taken.sent : sent === 'failed' ? taken.failed : taken.next}
      </p>
      {sent !== 'sent' && (
        <button
          type="button"
          class="primary"
          aria-disabled={sent === 'sending'}
          onClick={() => sent !== 'sending' && void send()}
        >
          {taken.send}
        </button>
      )}
    </Page>
  );
}

/** The login that the link was for has ended. */
export function Done() {
  const { done } = useStrings();
  return (
    <Page heading={done.heading} emblem={<Emblem icon="check" tone="good" />}>
      <p class="lead">{done.lead}</p>
      <p class="note">{done.note}</p>
    </Page>
  );
}
