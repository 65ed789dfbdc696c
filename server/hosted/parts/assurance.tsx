import { isCode } from '../field-kind.js';
import type { HostedState } from '../session/state.js';
import { type Strings, useStrings } from '../strings/index.js';
import { Icon } from './icon.js';

export const savedLine = ({ saved }: Strings, { save_credential_as }: HostedState): string =>
  save_credential_as === null ? saved.notKept : saved.kept(save_credential_as);

/** What happens with what a person enters; beside the fields. */
export function Assurance({ state }: { readonly state: HostedState }) {
  const strings = useStrings();
  const onlyCodes = state.pending_fields.every(isCode);
  const isKept = state.save_credential_as !== null && !onlyCodes;
  return (
    <ul class="assurance">
      <li>
        <Icon name="lock" />
        <span>{strings.sealed}</span>
      </li>
      <li>
        <Icon name={isKept ? 'save' : 'none'} />
        <span>{onlyCodes ? strings.saved.code : savedLine(strings, state)}</span>
      </li>
    </ul>
  );
}
