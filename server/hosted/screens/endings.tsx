import { useEffect } from 'preact/hooks';
import { Alert, Emblem, Working } from '../parts/notice.js';
import { Page } from '../parts/page.js';
import { withOutcome } from '../session/return-url.js';
import type { HostedState } from '../session/state.js';
import { type ErrorWords, type Strings, sayTime, useStrings } from '../strings/index.js';

interface EndProps {
  readonly state: HostedState;
  /** Where the person goes on; null where the link names nothing that is allowed. */
  readonly back: URL | null;
}

/** Long enough to see that it worked. */
const LEAVE_MS = 2_500;

export function Success({ state, back }: EndProps) {
  const strings = useStrings();
  const { success } = strings;
  const href = back && withOutcome(back, { profile_name: state.profile_name, domain: state.domain });
  useEffect(() => {
    if (href === null) return;
    const timer = setTimeout(() => location.assign(href), LEAVE_MS);
    return () => clearTimeout(timer);
  }, [href]);
  const { session_expires_at } = state;
  return (
    <Page heading={success.heading} domain={state.domain} emblem={<Emblem icon="check" tone="good" />}>
      <p class="lead">
        {success.lead}
        {session_expires_at !== null && ` ${success.until(sayTime(session_expires_at, strings))}`}
      </p>
      {back === null || href === null ? (
        <p class="note">{success.close}</p>
      ) : (
        <>
          <a class="primary" href={href}>
            {success.back(back.host)}
          </a>
          <p class="note">{success.leaving(back.host)}</p>
        </>
      )}
    </Page>
  );
}

/** A worker can be newer than this page, and know errors that it does not. */
const errorWords = ({ errors, failed }: Strings, code: string | null): ErrorWords =>
  new Map(Object.entries(errors)).get(code ?? '') ?? failed.unknown;

export function Failed({ state, back }: EndProps) {
  const strings = useStrings();
  const { happened, next } = errorWords(strings, state.error_code);
  const outcome = { ...(state.error_code !== null && { code: state.error_code }), message: happened };
  return (
    <Page heading={strings.failed.heading} domain={state.domain} emblem={<Emblem icon="cross" tone="bad" />}>
      <p class="lead strong">{happened}</p>
      {state.website_error !== null && <Alert>{strings.field.siteSays(state.domain, state.website_error)}</Alert>}
      <p class="lead">{next}</p>
      {back !== null && (
        <a class="primary" href={withOutcome(back, outcome)}>
          {strings.failed.back(back.host)}
        </a>
      )}
      <p class="note">
        {strings.failed.reference} <code>{state.invocation_id}</code>
        {state.error_code !== null && (
          <>
            {' · '}
            <code>{state.error_code}</code>
          </>
        )}
      </p>
    </Page>
  );
}

export function Ended({ state, back }: EndProps) {
  const strings = useStrings();
  const { ended, gone, failed } = strings;
  const isExpired = state.status === 'EXPIRED';
  const isFound = state.error_code === 'session_found';
  const lead = isExpired ? ended.expired : isFound ? ended.found : ended.canceled;
  return (
    <Page heading={ended.heading} domain={state.domain} emblem={<Emblem icon="clock" tone="calm" />}>
      <p class="lead">{lead}</p>
      {!isFound && <p class="lead">{gone.next}</p>}
      {back !== null && (
        <a class="primary" href={withOutcome(back, { code: state.error_code ?? 'canceled', message: lead })}>
          {failed.back(back.host)}
        </a>
      )}
    </Page>
  );
}

export function Opening() {
  const { opening } = useStrings();
  return (
    <Page heading={opening.heading}>
      <Working />
    </Page>
  );
}

export function Gone() {
  const { gone } = useStrings();
  return (
    <Page heading={gone.heading} emblem={<Emblem icon="link" tone="calm" />}>
      <p class="lead">{gone.lead}</p>
      <p class="lead">{gone.next}</p>
    </Page>
  );
}

export function Unreachable({ retry }: { retry(): void }) {
  const { unreachable } = useStrings();
  return (
    <Page heading={unreachable.heading} emblem={<Emblem icon="offline" tone="calm" />}>
      <p class="lead">{unreachable.lead}</p>
      <button type="button" class="primary" onClick={retry}>
        {unreachable.retry}
      </button>
    </Page>
  );
}

export function Unsupported() {
  const { unsupported } = useStrings();
  return (
    <Page heading={unsupported.heading} emblem={<Emblem icon="lock" tone="bad" />}>
      <p class="lead">{unsupported.lead}</p>
      <p class="lead">{unsupported.next}</p>
    </Page>
  );
}
