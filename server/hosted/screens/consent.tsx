import { savedLine } from '../parts/assurance.js';
import { Page } from '../parts/page.js';
import type { HostedState } from '../session/state.js';
import { useStrings } from '../strings/index.js';

interface Props {
  readonly state: HostedState;
  consent(): void;
}

/** Says what is going to happen before anything is asked. */
export function Consent({ state, consent }: Props) {
  const strings = useStrings();
  const words = strings.consent;
  return (
    <Page heading={words.heading} domain={state.domain}>
      <p class="lead">{words.lead}</p>
      <dl class="facts">
        <div>
          <dt>{words.askedBy}</dt>
          <dd>{state.app_name}</dd>
        </div>
        <div>
          <dt>{words.session}</dt>
          <dd>{words.sessionValue(state.profile_name)}</dd>
        </div>
        <div>
          <dt>{words.saved}</dt>
          <dd>{savedLine(strings, state)}</dd>
        </div>
      </dl>
      <button type="button" class="primary" onClick={consent}>
        {words.go}
      </button>
      <p class="note">{words.caution}</p>
    </Page>
  );
}
